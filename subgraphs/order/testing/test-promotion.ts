import type { AvailablePromotion, Reward } from '../domain/pricing/promotion.ts';

/** Returns an automatic promotion without conditions. */
export const testPromotion = (
  reward: Reward,
  change: Partial<AvailablePromotion> = {},
): AvailablePromotion => ({
  ...{ code: 'off', name: 'Off', reward, requiresVoucher: false, voucherCode: null },
  ...{ categoryIds: [], variantIds: [], minSubtotal: null },
  ...{ customerGroups: [], isFirstOrderOnly: false, startsAt: null, endsAt: null },
  ...{ maxUses: null, maxUsesPerCustomer: null, priority: 0, isExclusive: false },
  ...change,
});
