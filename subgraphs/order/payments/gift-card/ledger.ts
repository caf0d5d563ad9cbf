import type { Money } from '@shop/domain';
import type { GiftCard } from '../../domain/gift-cards/gift-card.ts';
import type { DecideRefund, StoredRefund } from '../refund-rules.ts';

/** A charge of a gift card: captured, or declined with a code. */
export type GiftCardCharge = {
  readonly key: string;
  readonly giftCardId: string;
  readonly amount: Money;
  readonly failureCode: string | null;
};

/** What moves the money of gift cards. Every write decides under the lock of its gift card, and acts once per key. */
export type GiftCardLedger = {
  /**
   * Takes the money unless `decide` returns a failure code, and saves the charge. Returns the existing charge with this
   * key, where there is one; `undefined` when there is no such gift card.
   */
  charge(
    request: Omit<GiftCardCharge, 'failureCode'>,
    decide: (giftCard: GiftCard) => string | undefined,
  ): Promise<GiftCardCharge | undefined>;
  byKey(key: string): Promise<GiftCardCharge | undefined>;
  /** Puts the money back unless `decide` returns a failure code, and returns that code. */
  addRefund(refund: StoredRefund, decide: DecideRefund): Promise<string | undefined>;
};
