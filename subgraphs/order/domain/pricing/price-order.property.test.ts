import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyPromotion, someCategories } from '../../testing/any-promotion.ts';
import { flatZone } from '../../testing/flat-zone.ts';
import { partsOf, payableOf, sumOf, taxesOf } from './breakdown.ts';
import {
  type LineToPrice,
  type PricingRequest,
  type PricingRules,
  priceOrder,
} from './price-order.ts';
import { refundOfUnits } from './refundable.ts';
import type { TaxRate } from './tax.ts';

const now = new Date('2026-03-01T00:00:00Z');
const eur = (minor: bigint) => ({ minor, currency: 'EUR' });
const taxClasses = ['standard', 'reduced', 'books'] as const;

const line = fc.record({
  variantId: fc.uuid(),
  quantity: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 99 })),
  // Equal prices leave equal remainders.
  unitPrice: fc.oneof(fc.constantFrom(100n, 333n), fc.bigInt(0n, 100_000n)).map(eur),
  categoryIds: someCategories,
  taxClass: fc.constantFrom(null, ...taxClasses),
  weightGrams: fc.constantFrom(null, 0, 500),
  isShipped: fc.boolean(),
});
const lines: fc.Arbitrary<LineToPrice[]> = fc.uniqueArray(line, {
  selector: ({ variantId }) => variantId,
  minLength: 1,
  maxLength: 8,
});
const rate = (name: string): fc.Arbitrary<TaxRate> =>
  fc.record({
    name: fc.constant(name),
    country: fc.constant('DE'),
    region: fc.constant(null),
    taxClass: fc.constantFrom(...taxClasses),
    rate: fc.integer({ min: 0, max: 400_000 }),
    validFrom: fc.constant(null),
    validTo: fc.constant(null),
  });
const taxRules = fc.record({
  pricesIncludeTax: fc.boolean(),
  rounding: fc.constantFrom('LINE' as const, 'TOTAL' as const),
  rates: fc.tuple(...['A', 'B', 'C', 'D', 'E'].map(rate)).chain((rates) => fc.subarray(rates)),
});
const shippingRules = fc
  .option(fc.bigInt(0n, 2_000n))
  .map((minor) => ({ zones: minor === null ? [] : [flatZone('DE', eur(minor))] }));
const rules: fc.Arbitrary<PricingRules> = fc.record({
  tax: taxRules,
  shipping: shippingRules,
  promotions: fc
    .tuple(...['one', 'two', 'three', 'four'].map(anyPromotion))
    .chain((all) => fc.subarray(all)),
});
const requests: fc.Arbitrary<PricingRequest> = fc.record({
  currency: fc.constant('EUR'),
  lines,
  shippingMethod: fc.constantFrom(null, 'parcel'),
  destination: fc.constantFrom(null, { country: 'DE', region: null, postalCode: '10115' }),
  isTaxExempt: fc.boolean(),
});

it('every part of an order adds up, and no amount is negative', async () => {
  await fc.assert(
    fc.property(requests, rules, (request, ruleSet) => {
      const priced = priceOrder(request, ruleSet, now);
      for (const { subtotal, discounts, taxes, exempted, total } of partsOf(priced)) {
        const off = sumOf(discounts.map(({ minor }) => minor));
        const tax = sumOf(taxes.map(({ minor }) => minor));
        expect(total).toBe(subtotal - off - exempted + (priced.taxesIncluded ? 0n : tax));
        const amounts = [
          subtotal,
          total,
          exempted,
          ...[...discounts, ...taxes].map((one) => one.minor),
        ];
        expect(amounts.every((minor) => minor >= 0n)).toBe(true);
        // Included taxes are a part of what is paid.
        if (priced.taxesIncluded) expect(tax).toBeLessThanOrEqual(total);
      }
      expect(payableOf(priced)).toBe(sumOf(partsOf(priced).map(({ total }) => total)));
    }),
    { numRuns: 1_000 },
  );
});

it('the sequence of the lines changes no amount', async () => {
  await fc.assert(
    fc.property(requests, rules, fc.infiniteStream(fc.nat()), (request, ruleSet, random) => {
      const ranked = request.lines.map((one) => ({ one, rank: random.next().value as number }));
      const shuffled = ranked.sort((a, b) => a.rank - b.rank).map(({ one }) => one);
      const byVariant = (sequence: readonly LineToPrice[]) => {
        const { lines: priced, ...others } = priceOrder(
          { ...request, lines: sequence },
          ruleSet,
          now,
        );
        return { ...others, lines: new Map(priced.map((part) => [part.variantId, part])) };
      };
      expect(byVariant(shuffled)).toEqual(byVariant(request.lines));
    }),
    { numRuns: 500 },
  );
});

/** Refunds a line in these steps; those that fail are refunded again after the others. Returns what was refunded. */
function refundInSteps(
  total: bigint,
  quantity: number,
  steps: readonly (readonly [units: number, fails: boolean])[],
): bigint {
  let unitsBefore = 0;
  let refundedBefore = 0n;
  const refund = (units: number) => {
    const minor = refundOfUnits(total, { quantity, unitsBefore, refundedBefore, units });
    expect(minor).toBeGreaterThanOrEqual(0n);
    unitsBefore += units;
    refundedBefore += minor;
    expect(refundedBefore).toBeLessThanOrEqual(total);
    return { units, minor };
  };
  const failed: ReturnType<typeof refund>[] = [];
  for (let step = 0; unitsBefore < quantity; step += 1) {
    const [most, fails] = steps[step % steps.length] ?? [1, false];
    const refunded = refund(Math.min(most, quantity - unitsBefore));
    if (fails) failed.push(refunded);
  }
  for (const { units, minor } of failed) {
    unitsBefore -= units;
    refundedBefore -= minor;
  }
  for (const { units } of failed) refund(units);
  return refundedBefore;
}

it('refunding every unit and the shipping gives back exactly what was paid, also after failed refunds', async () => {
  await fc.assert(
    fc.property(
      requests,
      rules,
      fc.array(fc.tuple(fc.integer({ min: 1, max: 10 }), fc.boolean()), { minLength: 1 }),
      (request, ruleSet, steps) => {
        const priced = priceOrder(request, ruleSet, now);
        let refunded = priced.shipping?.total ?? 0n;
        for (const [index, { quantity }] of request.lines.entries()) {
          refunded += refundInSteps(priced.lines[index]?.total ?? 0n, quantity, steps);
        }
        expect(refunded).toBe(payableOf(priced));
      },
    ),
    { numRuns: 300 },
  );
});

/** Sums of taxes rounded together are equal; their shares by line may differ where they are rounded in total. */
it('prices with and without taxes have the same taxes to the minor unit', async () => {
  await fc.assert(
    fc.property(requests, rules, (request, { tax, shipping }) => {
      const priced = (
        pricesIncludeTax: boolean,
        change: Partial<PricingRequest>,
        price: bigint,
      ) => {
        const zones = shipping.zones.map(() => flatZone('DE', eur(price)));
        const ruleSet = { tax: { ...tax, pricesIncludeTax }, shipping: { zones }, promotions: [] };
        return priceOrder({ ...request, isTaxExempt: false, ...change }, ruleSet, now);
      };
      const without = priced(false, {}, 490n);
      const gross = request.lines.map((one, index) => ({
        ...{ ...one, quantity: 1, unitPrice: eur(without.lines[index]?.total ?? 0n) },
      }));
      const within = priced(true, { lines: gross }, without.shipping?.total ?? 0n);
      expect(payableOf(within)).toBe(payableOf(without));
      const sums = (all: typeof within) => sumOf(taxesOf(all).map(({ minor }) => minor));
      expect(sums(within)).toBe(sums(without));
    }),
    { numRuns: 1_000 },
  );
});
