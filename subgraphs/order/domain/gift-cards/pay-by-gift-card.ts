import { type Money, refuse } from '@shop/domain';
import type { Payment } from '../payment.ts';
import type { FindGiftCard } from './check-gift-card.ts';
import { codeHashOf, type GiftCard, statusOf } from './gift-card.ts';

/** What pays a payment, and how much. */
export type Tender = Pick<Payment, 'amount' | 'giftCardId' | 'giftCardLastFour'>;

/** Decides what pays of the amount due. */
export type DecideTender = (due: Money) => Tender;

/** The payment provider pays all that is due. */
export const byProvider: DecideTender = (amount) => ({
  ...{ amount, giftCardId: null, giftCardLastFour: null },
});

/**
 * Returns the decision that the gift card with this code pays what is due, as far as its balance goes. It is judged only when a
 * payment is started, so that a repeated request returns the payment of the first one.
 * The decision refuses GIFT_CARD_INVALID, MIXED_CURRENCIES.
 */
export async function byGiftCard(
  { giftCards }: Partial<FindGiftCard>,
  code: string,
  now: Date,
): Promise<DecideTender> {
  const card = await giftCards?.byCodeHash(codeHashOf(code));
  return (due) => tenderOf(card, due, now);
}

function tenderOf(card: GiftCard | undefined, due: Money, now: Date): Tender {
  const field = ['giftCardCode'];
  const status = card && statusOf(card, now);
  if (status === 'USED_UP') {
    refuse('GIFT_CARD_INVALID', 'This gift card has no balance left.', field);
  }
  if (!card || status !== 'ACTIVE') {
    return refuse('GIFT_CARD_INVALID', 'This gift card is not valid.', field);
  }
  const { id: giftCardId, lastFour: giftCardLastFour, balance } = card;
  if (balance.currency !== due.currency) {
    const message = `This gift card is in ${balance.currency}, and the order in ${due.currency}.`;
    refuse('MIXED_CURRENCIES', message, field);
  }
  return { giftCardId, giftCardLastFour, amount: balance.minor < due.minor ? balance : due };
}
