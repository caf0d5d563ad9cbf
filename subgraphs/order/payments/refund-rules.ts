import { type Money, sameMoney } from '@shop/domain';
import { KeyReused } from './key-reused.ts';

/** A charge that a provider of ours has stored. */
export type StoredCharge = {
  readonly amount: Money;
  /** What was captured of it, in minor units; null before that, and when it has failed. */
  readonly captured: bigint | null;
};

/** A refund that succeeded; a failed one is not stored. */
export type StoredRefund = {
  readonly key: string;
  readonly chargeKey: string;
  readonly amount: Money;
};

/** Returns the failure code of a refund, from its charge, the other refunds of it, and the one with its key. */
export type DecideRefund = (
  charge: StoredCharge | undefined,
  refunds: readonly StoredRefund[],
  sameKey: StoredRefund | undefined,
) => string | undefined;

/**
 * Returns the failure code of a refund at a provider of ours; `undefined` when it succeeds. The sum of
 * refunds never exceeds the captured amount. A repeated refund succeeds again; a used key with another
 * amount or charge throws `KeyReused`.
 */
export const refundFailureOf =
  (refund: StoredRefund): DecideRefund =>
  (charge, refunds, sameKey) => {
    if (sameKey) {
      assertSameRefund(refund, sameKey);
      return undefined;
    }
    return chargeFailure(charge) ?? (charge && amountFailure(refund, charge, refunds));
  };

function assertSameRefund({ key, chargeKey, amount }: StoredRefund, existing: StoredRefund): void {
  const isSame = existing.chargeKey === chargeKey && sameMoney(existing.amount, amount);
  if (!isSame) throw new KeyReused(key);
}

function chargeFailure(charge: StoredCharge | undefined): string | undefined {
  if (!charge) return 'charge_not_found';
  return charge.captured === null ? 'charge_not_captured' : undefined;
}

function amountFailure(
  { amount }: StoredRefund,
  charge: StoredCharge,
  refunds: readonly StoredRefund[],
): string | undefined {
  if (amount.minor <= 0n) return 'invalid_amount';
  if (amount.currency !== charge.amount.currency) return 'currency_mismatch';
  const refunded = refunds.reduce((total, refund) => total + refund.amount.minor, 0n);
  return refunded + amount.minor > (charge.captured ?? 0n) ? 'amount_exceeds_charge' : undefined;
}
