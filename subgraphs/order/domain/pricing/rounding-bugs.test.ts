// Rounding errors that other shops have had, as their public reports describe them.
import { expect, it } from 'vitest';
import { testPromotion } from '../../testing/test-promotion.ts';
import { discountsOf, partsOf, payableOf, sumOf, taxesOf } from './breakdown.ts';
import { noRules, type PricingRules, priceOrder } from './price-order.ts';
import type { Reward } from './promotion.ts';
import { refundOfUnits } from './refundable.ts';
import type { TaxRounding } from './tax.ts';

const goods = { categoryIds: [], weightGrams: null, isShipped: true };
const usd = (minor: bigint) => ({ minor, currency: 'USD' });

type Case = {
  /** Unit price in cents and quantity of each line. */
  readonly lines: readonly (readonly [bigint, number])[];
  readonly percent?: number;
  readonly included?: boolean;
  readonly rounding?: TaxRounding;
  readonly reward?: Reward;
};

function price({ lines, percent = 0, included = true, rounding = 'LINE', reward }: Case) {
  const rate = {
    ...{ name: 'VAT', country: 'US', region: null, taxClass: 'standard' },
    ...{ rate: Math.round(percent * 10_000), validFrom: null, validTo: null },
  };
  const rules: PricingRules = {
    ...noRules,
    tax: { pricesIncludeTax: included, rounding, rates: percent > 0 ? [rate] : [] },
    promotions: reward ? [testPromotion(reward)] : [],
  };
  const request = {
    currency: 'USD',
    lines: lines.map(([minor, quantity], index) => ({
      ...{ variantId: `v${index}`, quantity, unitPrice: usd(minor), taxClass: null, ...goods },
    })),
    shippingMethod: null,
    destination: { country: 'US', region: null, postalCode: null },
    isTaxExempt: false,
  };
  return priceOrder(request, rules, new Date(0));
}
const tax = (priced: ReturnType<typeof price>) => taxesOf(priced)[0]?.minor;
const percentOff = (percent: number): Reward => ({ type: 'PERCENT', rate: percent * 10_000 });

it('four lines of 2.50 at 8.625 % have 0.86 of tax in total, or 0.22 each (saleor#12348)', () => {
  const lines = Array.from({ length: 4 }, () => [250n, 1] as const);
  const inTotal = price({ lines, percent: 8.625, included: false, rounding: 'TOTAL' });
  expect(tax(inTotal)).toBe(86n);
  expect(inTotal.lines.map(({ taxes }) => taxes[0]?.minor)).toEqual([22n, 22n, 21n, 21n]);
  expect(payableOf(inTotal)).toBe(1_086n);
  expect(tax(price({ lines, percent: 8.625, included: false }))).toBe(88n);
});

it('a discount is rounded half up: 25 % off 19.99 leaves 14.99 (saleor#12040)', () => {
  expect(payableOf(price({ lines: [[1_999n, 1]], reward: percentOff(25) }))).toBe(1_499n);
});

it('a discount on the order is the sum of the discounts on its lines (saleor#17024, umbraco#126)', () => {
  const lines = [
    [333n, 1],
    [333n, 1],
    [334n, 1],
  ] as const;
  const priced = price({ lines, reward: { type: 'FIXED', amount: usd(100n) } });
  expect(discountsOf(priced)).toMatchObject([{ minor: 100n }]);
  expect(sumOf(priced.lines.map(({ total }) => total))).toBe(900n);
});

it('ten units of 38.23 with 20 % included cost 382.30, of which 63.72 is tax (vendure#2662)', () => {
  const priced = price({ lines: [[3_823n, 10]], percent: 20 });
  expect([payableOf(priced), tax(priced)]).toEqual([38_230n, 6_372n]);
  const reduced = price({ lines: [[3_823n, 10]], percent: 20, reward: percentOff(6.2) });
  expect([payableOf(reduced), tax(reduced)]).toEqual([35_860n, 5_977n]);
});

it('a percentage is taken off the line, not off each unit (vendure#3003, vendure#3091)', () => {
  const priced = price({ lines: [[36_606n, 25]], reward: percentOff(10) });
  expect(discountsOf(priced)).toMatchObject([{ minor: 91_515n }]);
  expect(payableOf(priced)).toBe(823_635n);
});

it('a fixed discount that the units do not divide is taken off exactly (vendure#2995)', () => {
  const priced = price({ lines: [[1_000n, 3]], reward: { type: 'FIXED', amount: usd(500n) } });
  expect(payableOf(priced)).toBe(2_500n);
});

it('lines at different tax rates share a discount by price (vendure#653)', () => {
  const priced = price({
    lines: [
      [3_000n, 1],
      [1_000n, 1],
    ],
    reward: percentOff(10),
  });
  expect(priced.lines.map(({ discounts }) => discounts[0]?.minor)).toEqual([300n, 100n]);
});

it('included taxes are those of the price after a voucher (openfoodnetwork#11363)', () => {
  const priced = price({ lines: [[11_000n, 1]], percent: 10, reward: percentOff(50) });
  expect([payableOf(priced), tax(priced)]).toEqual([5_500n, 500n]);
});

it('what includes 5.5 % at 3.60 has 0.19 of tax, not a share of rounded units (openfoodnetwork#1500)', () => {
  expect(tax(price({ lines: [[180n, 2]], percent: 5.5 }))).toBe(19n);
});

it('prices and fees taxed in total have one rounding: 10 % in 6.00 and 1.20 is 0.65 (openfoodnetwork#847)', () => {
  const lines = [
    [600n, 1],
    [120n, 1],
  ] as const;
  expect(tax(price({ lines, percent: 10, rounding: 'TOTAL' }))).toBe(65n);
  expect(tax(price({ lines, percent: 10 }))).toBe(66n);
});

it('a price of 8.01 with 20 % included stays 8.01 (odoo#34842)', () => {
  for (const rounding of ['LINE', 'TOTAL'] as const) {
    expect(payableOf(price({ lines: [[801n, 1]], percent: 20, rounding }))).toBe(801n);
  }
});

it('100 % off costs nothing, whatever is rounded (odoo#271032, invoiceninja#3195)', () => {
  const lines = [
    [1_150n, 1],
    [1_150n, 1],
    [6_422n, 3],
  ] as const;
  for (const rounding of ['LINE', 'TOTAL'] as const) {
    const priced = price({
      lines,
      percent: 15,
      included: false,
      rounding,
      reward: percentOff(100),
    });
    expect(partsOf(priced).map(({ total }) => total)).toEqual([0n, 0n, 0n]);
  }
});

it('a refund of all units is what was paid (woocommerce#64668)', () => {
  const priced = price({ lines: [[2_390n, 10]], percent: 20, reward: percentOff(25) });
  expect(payableOf(priced)).toBe(17_925n);
  const total = priced.lines[0]?.total ?? 0n;
  expect(
    refundOfUnits(total, { quantity: 10, unitsBefore: 0, refundedBefore: 0n, units: 10 }),
  ).toBe(17_925n);
});

it('refunds of some units and of the others are the line together (woocommerce#66884)', () => {
  const parts = [
    refundOfUnits(1_003n, { quantity: 6, unitsBefore: 0, refundedBefore: 0n, units: 2 }),
    refundOfUnits(1_003n, { quantity: 6, unitsBefore: 2, refundedBefore: 334n, units: 4 }),
  ];
  expect(parts).toEqual([334n, 669n]);
});

it('the taxes of the lines sum to the taxes of the order (prestashop#36369, woocommerce#23694)', () => {
  const lines = [
    [832n, 1],
    [119n, 7],
    [650n, 3],
  ] as const;
  for (const rounding of ['LINE', 'TOTAL'] as const) {
    const priced = price({ lines, percent: 16, included: false, rounding });
    const ofLines = priced.lines.map(({ taxes }) => taxes[0]?.minor ?? 0n);
    expect(sumOf(ofLines)).toBe(tax(priced));
  }
});

it('GST and QST of Quebec are split without a cent too many', () => {
  const [gst, qst] = [50_000, 99_750].map((rate, index) => ({
    ...{ name: index === 0 ? 'GST' : 'QST', country: 'CA', region: 'QC', taxClass: 'standard' },
    ...{ rate, validFrom: null, validTo: null },
  }));
  if (!gst || !qst) throw new Error('two rates');
  const priced = priceOrder(
    {
      ...{ currency: 'USD', shippingMethod: null, isTaxExempt: false },
      lines: [{ variantId: 'v', quantity: 1, unitPrice: usd(1_000n), taxClass: null, ...goods }],
      destination: { country: 'CA', region: 'qc', postalCode: null },
    },
    { ...noRules, tax: { pricesIncludeTax: false, rounding: 'LINE', rates: [gst, qst] } },
    new Date(0),
  );
  expect(taxesOf(priced)).toMatchObject([
    { name: 'GST', minor: 50n },
    { name: 'QST', minor: 100n },
  ]);
});
