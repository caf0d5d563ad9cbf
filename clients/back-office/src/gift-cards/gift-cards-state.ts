import { pageOf } from '../table/table-state.ts';
import type { GiftCardsQueryVariables } from './generated/gift-cards.ts';

/** Returns the gift cards that a URL stands for: `?q=7KQM&after=…`. */
export function giftCardsOf(params: URLSearchParams): GiftCardsQueryVariables {
  const lastFour = params.get('q')?.trim();
  return { filter: lastFour ? { lastFour } : {}, ...pageOf(params) };
}
