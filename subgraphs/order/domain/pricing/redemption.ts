import type { Breakdown } from './breakdown.ts';
import { discountsOf } from './breakdown.ts';
import type { Promotion } from './promotion.ts';

/** A promotion that an order has, with the limits that it must not exceed. */
export type Redemption = Pick<Promotion, 'maxUses' | 'maxUsesPerCustomer' | 'isFirstOrderOnly'> & {
  readonly promotionCode: string;
  readonly voucherCode: string | null;
};

/** What an order that is priced again already uses: it does not count as used up against itself. */
export type OwnUses = {
  readonly orderId: string;
  readonly promotionCodes: ReadonlySet<string>;
  readonly voucherCodes: ReadonlySet<string>;
};

/** Other orders have used up a promotion or voucher since the order was priced. */
export class PromotionUsedUp extends Error {
  readonly promotionCode: string;
  constructor(promotionCode: string) {
    super(`promotion ${promotionCode} is used up`);
    this.name = 'PromotionUsedUp';
    this.promotionCode = promotionCode;
  }
}

/** Returns what an order with this breakdown uses. A promotion that takes nothing off is not used. */
export const redemptionsOf = (
  breakdown: Breakdown,
  promotions: readonly Promotion[],
): Redemption[] =>
  discountsOf(breakdown).flatMap(({ code, voucherCode = null, minor }) => {
    const promotion = promotions.find((one) => one.code === code);
    if (!promotion || minor === 0n) return [];
    const { maxUses, maxUsesPerCustomer, isFirstOrderOnly } = promotion;
    return [{ promotionCode: code, voucherCode, maxUses, maxUsesPerCustomer, isFirstOrderOnly }];
  });
