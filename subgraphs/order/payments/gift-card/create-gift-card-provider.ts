import { type Money, sameMoney } from '@shop/domain';
import { type GiftCard, statusOf } from '../../domain/gift-cards/gift-card.ts';
import type { ChargeResult, PaymentProvider } from '../../domain/ports.ts';
import { available as ofProvider } from '../available.ts';
import { KeyReused } from '../key-reused.ts';
import { refundFailureOf } from '../refund-rules.ts';
import type { GiftCardCharge, GiftCardLedger } from './ledger.ts';

export type GiftCardProviderOptions = {
  readonly ledger: GiftCardLedger;
  readonly now?: () => Date;
};

/**
 * Creates the provider that charges gift cards. The token of a charge is the id of the gift card: its code has been checked
 * before and goes no further. A refund puts the money back, also onto a gift card that has expired or was disabled since.
 */
export function createGiftCardProvider({
  ledger,
  now = () => new Date(),
}: GiftCardProviderOptions): PaymentProvider {
  const find = async (key: string) => {
    const charge = await available(ledger.byKey(key));
    return charge && resultOf(charge);
  };
  return {
    async charge({ key, amount, token: giftCardId }) {
      if (amount.minor < 0n) throw new RangeError('the amount of a charge is negative');
      const request = { key, amount, giftCardId };
      const charge = await available(ledger.charge(request, chargeFailureOf(amount, now())));
      if (!charge) return { status: 'FAILED', code: 'gift_card_invalid' };
      const isSame = charge.giftCardId === giftCardId && sameMoney(charge.amount, amount);
      if (!isSame) throw new KeyReused(key);
      return resultOf(charge);
    },
    find,
    // Nothing waits: a charge is captured or declined at once.
    cancel: find,
    capture: async () => ({ status: 'FAILED', code: 'charge_not_authorised' }),
    release: async () => undefined,
    async refund(refund) {
      const code = await available(ledger.addRefund(refund, refundFailureOf(refund)));
      return code === undefined ? { status: 'SUCCEEDED' } : { status: 'FAILED', code };
    },
  };
}

const available = <T>(work: Promise<T>): Promise<T> => ofProvider('gift card provider', work);

const resultOf = ({ failureCode: code }: GiftCardCharge): ChargeResult =>
  code === null ? { status: 'CAPTURED' } : { status: 'FAILED', code };

/** Returns why a gift card cannot pay this amount; `undefined` when it can. */
const chargeFailureOf =
  (amount: Money, now: Date) =>
  (card: GiftCard): string | undefined => {
    if (['DISABLED', 'EXPIRED'].includes(statusOf(card, now))) return 'gift_card_invalid';
    if (card.balance.currency !== amount.currency) return 'currency_mismatch';
    return card.balance.minor < amount.minor ? 'gift_card_balance' : undefined;
  };
