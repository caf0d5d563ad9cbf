import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyPromotion, someCategories } from '../../testing/any-promotion.ts';
import { flatZone } from '../../testing/flat-zone.ts';
import { testPromotion } from '../../testing/test-promotion.ts';
import { discountsOf, payableOf } from './breakdown.ts';
import { noRules, type PricingRequest, priceBeforeTaxes, priceOrder } from './price-order.ts';
import { type AvailablePromotion, availablePromotions, concerns } from './promotion.ts';

const now = new Date('2026-03-01T00:00:00Z');
const eur = (minor: bigint) => ({ minor, currency: 'EUR' });

const lines = fc.uniqueArray(
  fc.record({
    ...{ variantId: fc.uuid(), quantity: fc.integer({ min: 1, max: 12 }) },
    unitPrice: fc.oneof(fc.constantFrom(100n, 333n), fc.bigInt(0n, 10_000n)).map(eur),
    categoryIds: someCategories,
    ...{ taxClass: fc.constant(null), weightGrams: fc.constant(null), isShipped: fc.boolean() },
  }),
  { selector: ({ variantId }) => variantId, minLength: 1, maxLength: 6 },
);
const requests: fc.Arbitrary<PricingRequest> = lines.map((all) => ({
  ...{ currency: 'EUR', lines: all, shippingMethod: 'parcel', isTaxExempt: false },
  destination: { country: 'DE', region: null, postalCode: '10115' },
}));
const promotions = fc
  .tuple(...['one', 'two', 'three', 'four'].map(anyPromotion))
  .chain((all) => fc.shuffledSubarray(all));
const rulesWith = (all: readonly AvailablePromotion[]) => ({
  ...{ ...noRules, promotions: all },
  shipping: { zones: [flatZone('DE', eur(490n))] },
});
const codesOf = (all: readonly { readonly code: string }[]) => all.map(({ code }) => code);

it('an exclusive promotion is the only one of its order', async () => {
  await fc.assert(
    fc.property(requests, promotions, (request, all) => {
      const has = priceBeforeTaxes(request, rulesWith(all)).promotions;
      if (has.some(({ isExclusive }) => isExclusive)) expect(has).toHaveLength(1);
      const discounts = discountsOf(priceOrder(request, rulesWith(all), now));
      expect(codesOf(has)).toEqual(expect.arrayContaining(codesOf(discounts)));
    }),
    { numRuns: 1_000 },
  );
});

it('promotions never make an order dearer, and their sequence in the rules does not matter', async () => {
  await fc.assert(
    fc.property(requests, promotions, (request, all) => {
      const priced = priceOrder(request, rulesWith(all), now);
      const without = priceOrder(request, rulesWith([]), now);
      expect(payableOf(priced)).toBeLessThanOrEqual(payableOf(without));
      expect(priceOrder(request, rulesWith([...all].reverse()), now)).toEqual(priced);
    }),
    { numRuns: 1_000 },
  );
});

it('no promotion alone and no combination would be cheaper', async () => {
  await fc.assert(
    fc.property(requests, promotions, (request, all) => {
      const price = payableOf(priceOrder(request, rulesWith(all), now));
      const combinable = all.filter(({ isExclusive }) => !isExclusive);
      for (const set of [combinable, ...all.map((one) => [one])]) {
        expect(price).toBeLessThanOrEqual(payableOf(priceOrder(request, rulesWith(set), now)));
      }
    }),
    { numRuns: 500 },
  );
});

it('of every buy + get units, get of the cheapest are free, and only of the lines of the promotion', async () => {
  const counts = fc.record({
    ...{ buy: fc.integer({ min: 1, max: 5 }), get: fc.integer({ min: 1, max: 3 }) },
  });
  await fc.assert(
    fc.property(requests, counts, fc.boolean(), (request, { buy, get }, isLimited) => {
      const reward = { type: 'BUY_X_GET_Y', buy, get, rate: 1_000_000 } as const;
      const promotion = testPromotion(reward, { categoryIds: isLimited ? ['mugs'] : [] });
      const units = request.lines
        .filter((line) => concerns(promotion, line))
        .flatMap(({ quantity, unitPrice }) => Array<bigint>(quantity).fill(unitPrice.minor))
        .sort((one, other) => Number(one - other));
      const free = units.slice(0, Math.floor(units.length / (buy + get)) * get);
      const [discount] = discountsOf(priceOrder(request, rulesWith([promotion]), now));
      expect(discount?.minor ?? 0n).toBe(free.reduce((sum, minor) => sum + minor, 0n));
    }),
    { numRuns: 500 },
  );
});

it('no discount concerns a line of another category, and none is given below the least subtotal', async () => {
  await fc.assert(
    fc.property(requests, anyPromotion('one'), (request, promotion) => {
      const priced = priceOrder(request, rulesWith([promotion]), now);
      const concerned = request.lines.filter((line) => concerns(promotion, line));
      const subtotal = concerned.reduce(
        (sum, { quantity, unitPrice }) => sum + unitPrice.minor * BigInt(quantity),
        0n,
      );
      for (const [index, line] of request.lines.entries()) {
        if (!concerned.includes(line)) expect(priced.lines[index]?.discounts).toEqual([]);
      }
      if (promotion.minSubtotal && subtotal < promotion.minSubtotal.minor) {
        expect(discountsOf(priced)).toEqual([]);
      }
    }),
    { numRuns: 1_000 },
  );
});

it('a promotion is available to its groups, to first orders and within its limits only', async () => {
  const customers = fc.record({
    groups: fc.subarray(['trade', 'press']),
    isFirstOrder: fc.boolean(),
    usedUp: fc.subarray(['one', 'two']).map((codes) => new Set(codes)),
  });
  const conditions = fc.record({
    ...{ customerGroups: fc.subarray(['trade', 'press']), isFirstOrderOnly: fc.boolean() },
    ...{ requiresVoucher: fc.boolean(), hasVoucher: fc.boolean() },
    startsAt: fc.option(fc.date({ noInvalidDate: true })),
    endsAt: fc.option(fc.date({ noInvalidDate: true })),
  });
  await fc.assert(
    fc.property(customers, conditions, (customer, { hasVoucher, ...condition }) => {
      const promotion = testPromotion({ type: 'FREE_SHIPPING' }, { ...condition, code: 'one' });
      const vouchers = hasVoucher ? [{ code: 'ABC', promotionCode: 'one' }] : [];
      const [available] = availablePromotions([promotion], customer, vouchers, now);
      const { customerGroups, isFirstOrderOnly, requiresVoucher, startsAt, endsAt } = condition;
      const expected =
        (!requiresVoucher || hasVoucher) &&
        !customer.usedUp.has('one') &&
        (customerGroups.length === 0 || customerGroups.some((g) => customer.groups.includes(g))) &&
        (!isFirstOrderOnly || customer.isFirstOrder) &&
        (!startsAt || startsAt <= now) &&
        (!endsAt || endsAt > now);
      expect(available !== undefined).toBe(expected);
      if (available) expect(available.voucherCode).toBe(requiresVoucher ? 'ABC' : null);
    }),
    { numRuns: 1_000 },
  );
});
