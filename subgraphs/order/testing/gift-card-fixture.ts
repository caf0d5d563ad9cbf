import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import {
  type CreateGiftCardsInput,
  createGiftCards,
} from '../domain/gift-cards/create-gift-cards.ts';
import type { GiftCard } from '../domain/gift-cards/gift-card.ts';
import { newKey } from './fixtures.ts';
import type { openStores } from './open-stores.ts';
import { staff } from './order-fixture.ts';

type Stores = Awaited<ReturnType<typeof openStores>>;

/** Creates a gift card of this amount in EUR. Returns its id and code. */
export async function issueGiftCard(
  stores: Stores,
  amount: string,
  change: Partial<CreateGiftCardsInput> = {},
  by: Viewer = staff,
): Promise<{ readonly id: string; readonly code: string }> {
  const input = { amount: { amount, currencyCode: 'EUR' }, count: 1, idempotencyKey: newKey() };
  const [issued] = await createGiftCards(stores, by, { ...input, ...change });
  return { id: issued?.giftCard.id ?? '', code: issued?.code ?? '' };
}

/** Adds gift cards as they are. */
export function addGiftCards(stores: Stores, ...giftCards: GiftCard[]) {
  const key = { scope: 'createGiftCards:test', key: newKey(), fingerprint: 'test' };
  return stores.giftCards.add({ id: newId(), giftCards }, staff.id, key);
}
