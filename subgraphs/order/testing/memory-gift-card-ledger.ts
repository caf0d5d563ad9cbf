import { newId } from '@shop/domain';
import type { GiftCard } from '../domain/gift-cards/gift-card.ts';
import type { GiftCardCharge, GiftCardLedger } from '../payments/gift-card/ledger.ts';
import type { StoredRefund } from '../payments/refund-rules.ts';

/** Returns a gift card of this balance in EUR. */
export const newGiftCard = (minor: bigint, change: Partial<GiftCard> = {}): GiftCard => ({
  id: newId(),
  codeHash: newId(),
  lastFour: 'WXYZ',
  initial: { minor, currency: 'EUR' },
  balance: { minor, currency: 'EUR' },
  expiresAt: null,
  isDisabled: false,
  version: 1,
  createdAt: new Date(),
  ...change,
});

/** Creates a fake ledger of gift cards in memory. */
export function createMemoryGiftCardLedger(giftCards: readonly GiftCard[]) {
  const cards = new Map(giftCards.map((card) => [card.id, card]));
  const charges = new Map<string, GiftCardCharge>();
  const refunds = new Map<string, StoredRefund>();
  const move = (card: GiftCard, minor: bigint) => {
    const balance = { ...card.balance, minor: card.balance.minor + minor };
    cards.set(card.id, { ...card, balance, version: card.version + 1 });
  };
  const ledger: GiftCardLedger = {
    async charge(request, decide) {
      const card = cards.get(request.giftCardId);
      const existing = charges.get(request.key);
      if (existing || !card) return existing;
      const charge = { ...request, failureCode: decide(card) ?? null };
      charges.set(charge.key, charge);
      if (charge.failureCode === null) move(card, -charge.amount.minor);
      return charge;
    },
    byKey: async (key) => charges.get(key),
    async addRefund(refund, decide) {
      const charge = charges.get(refund.chargeKey);
      const card = charge && cards.get(charge.giftCardId);
      const sameKey = refunds.get(refund.key);
      const others = [...refunds.values()].filter((one) => one.chargeKey === refund.chargeKey);
      const captured = charge?.failureCode === null ? charge.amount.minor : null;
      const code = decide(charge && { ...charge, captured }, others, sameKey);
      if (code !== undefined || sameKey || !card) return code;
      refunds.set(refund.key, refund);
      move(card, refund.amount.minor);
      return undefined;
    },
  };
  return { ledger, giftCards: () => [...cards.values()] };
}
