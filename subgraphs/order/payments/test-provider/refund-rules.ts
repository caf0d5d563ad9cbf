import { KeyReused, sameMoney } from '../key-reused.ts';
import type { TestCharge, TestRefund } from './charges.ts';

/**
 * Returns the failure code of a refund at the test provider; `undefined` when it succeeds. The sum of
 * refunds never exceeds the captured amount. A repeated refund succeeds again; a used key with another
 * amount or charge throws `KeyReused`.
 */
export const refundFailureOf =
  (refund: TestRefund) =>
  (
    charge: TestCharge | undefined,
    refunds: readonly TestRefund[],
    sameKey: TestRefund | undefined,
  ): string | undefined => {
    if (sameKey) {
      assertSameRefund(refund, sameKey);
      return undefined;
    }
    return chargeFailure(charge) ?? (charge && amountFailure(refund, charge, refunds));
  };

function assertSameRefund({ key, chargeKey, amount }: TestRefund, existing: TestRefund): void {
  const isSame = existing.chargeKey === chargeKey && sameMoney(existing.amount, amount);
  if (!isSame) throw new KeyReused(key);
}

function chargeFailure(charge: TestCharge | undefined): string | undefined {
  if (!charge) return 'charge_not_found';
  return charge.status === 'CAPTURED' ? undefined : 'charge_not_captured';
}

function amountFailure(
  { amount }: TestRefund,
  charge: TestCharge,
  refunds: readonly TestRefund[],
): string | undefined {
  if (amount.minor <= 0n) return 'invalid_amount';
  if (amount.currency !== charge.amount.currency) return 'currency_mismatch';
  const refunded = refunds.reduce((total, refund) => total + refund.amount.minor, 0n);
  return refunded + amount.minor > charge.amount.minor ? 'amount_exceeds_charge' : undefined;
}
