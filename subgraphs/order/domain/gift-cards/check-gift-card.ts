import { refuse, validate } from '@shop/domain';
import { z } from 'zod';
import { codeHashOf, enteredGiftCardCode, type GiftCard, statusOf } from './gift-card.ts';
import type { GiftCardStore } from './ports.ts';

const checkGiftCardInput = z.object({ code: enteredGiftCardCode });
export type CheckGiftCardInput = z.input<typeof checkGiftCardInput>;

/** Finds gift cards by their codes. */
export type FindGiftCard = { readonly giftCards: Pick<GiftCardStore, 'byCodeHash'> };

/**
 * Returns the gift card with this code, also a used-up one, to every client that has the code.
 * Refuses INVALID_VALUE, GIFT_CARD_INVALID.
 */
export function checkGiftCard(
  ports: FindGiftCard,
  input: CheckGiftCardInput,
  now = new Date(),
): Promise<GiftCard> {
  return findGiftCard(ports, validate(checkGiftCardInput, input).code, ['code'], now);
}

/** Returns the gift card with this code. The refusal is the same for unknown, disabled and expired ones. */
export async function findGiftCard(
  { giftCards }: FindGiftCard,
  code: string,
  field: readonly string[],
  now: Date,
): Promise<GiftCard> {
  const card = await giftCards.byCodeHash(codeHashOf(code));
  const isKnown = card && ['ACTIVE', 'USED_UP'].includes(statusOf(card, now));
  return isKnown ? card : refuse('GIFT_CARD_INVALID', 'This gift card is not valid.', field);
}
