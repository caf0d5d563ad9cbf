import type { TestCharge, TestRefund } from './charges.ts';
import { KeyReused, sameMoney } from './key-reused.ts';

/**
 * What speaks against a refund: never more is given back than was captured. A key that has succeeded
 * succeeds again; used for something else it throws `KeyReused`.
 */
export const judgeRefund =
  ({ key, chargeKey, amount }: TestRefund) =>
  (
    charge: TestCharge | undefined,
    refunds: readonly TestRefund[],
    sameKey: TestRefund | undefined,
  ): string | undefined => {
    if (sameKey) {
      const same = sameKey.chargeKey === chargeKey && sameMoney(sameKey.amount, amount);
      if (!same) throw new KeyReused(key);
      return undefined;
    }
    if (!charge) return 'charge_not_found';
    if (charge.status !== 'CAPTURED') return 'charge_not_captured';
    if (amount.minor <= 0n) return 'invalid_amount';
    if (amount.currency !== charge.amount.currency) return 'currency_mismatch';
    const given = refunds.reduce((total, refund) => total + refund.amount.minor, 0n);
    return given + amount.minor > charge.amount.minor ? 'amount_exceeds_charge' : undefined;
  };
