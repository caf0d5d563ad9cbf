import { deadStatuses, type Order } from '../order.ts';
import { type AppliedDiscount, discountsOf } from '../pricing/breakdown.ts';
import type { Redemption } from '../pricing/redemption.ts';
import { pendingEditOf } from './edit.ts';

/** A promotion that an order uses. */
export type UsedPromotion = Pick<Redemption, 'promotionCode' | 'voucherCode'>;

/**
 * Returns the promotions that an order uses: those in its price and, while an edit is pending, also those of the edit, which
 * has counted them when it was requested. None of an order that is rejected or cancelled.
 */
export function promotionsUsedBy(order: Order): UsedPromotion[] {
  if (deadStatuses.includes(order.status)) return [];
  const breakdowns = [order.pricing, pendingEditOf(order)?.after.pricing ?? null];
  const used = breakdowns
    .flatMap((one) => (one ? discountsOf(one) : []))
    .filter(({ minor }) => minor > 0n);
  return [...new Map(used.map((one) => [one.code, toUsed(one)])).values()];
}

const toUsed = ({ code, voucherCode }: AppliedDiscount): UsedPromotion => ({
  promotionCode: code,
  voucherCode: voucherCode ?? null,
});
