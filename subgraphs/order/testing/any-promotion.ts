import fc from 'fast-check';
import type { AvailablePromotion, Reward } from '../domain/pricing/promotion.ts';
import { testPromotion } from './test-promotion.ts';

const eur = (minor: bigint) => ({ minor, currency: 'EUR' });
const categories = ['shirts', 'mugs'] as const;

/** Categories of a product. */
export const someCategories: fc.Arbitrary<string[]> = fc.subarray([...categories]);

const rate = fc.integer({ min: 1, max: 1_000_000 });
const reward: fc.Arbitrary<Reward> = fc.oneof(
  fc.record({ type: fc.constant('PERCENT' as const), rate }),
  fc.record({ type: fc.constant('FIXED' as const), amount: fc.bigInt(1n, 50_000n).map(eur) }),
  fc.record({ type: fc.constant('FREE_SHIPPING' as const) }),
  fc.record({
    type: fc.constant('BUY_X_GET_Y' as const),
    ...{ buy: fc.integer({ min: 1, max: 5 }), get: fc.integer({ min: 1, max: 3 }), rate },
  }),
);

/** Promotions with this code, with conditions on lines. */
export const anyPromotion = (code: string): fc.Arbitrary<AvailablePromotion> =>
  fc
    .record({
      reward,
      categoryIds: fc.oneof(fc.constant([]), someCategories),
      minSubtotal: fc.option(fc.bigInt(1n, 20_000n).map(eur)),
      priority: fc.integer({ min: 0, max: 2 }),
      isExclusive: fc.boolean(),
      voucherCode: fc.constantFrom(null, 'SPRING'),
    })
    .map(({ reward: gives, ...change }) =>
      testPromotion(gives, {
        ...change,
        code,
        name: code,
        requiresVoucher: change.voucherCode !== null,
      }),
    );
