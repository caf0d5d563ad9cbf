import { readFileSync } from 'node:fs';
import { toAmount } from '@shop/domain';
import { expect, it } from 'vitest';
import { flatZone } from '../../testing/flat-zone.ts';
import { testPromotion } from '../../testing/test-promotion.ts';
import { discountsOf, type PricedPart, partsOf, payableOf, sumOf, taxesOf } from './breakdown.ts';
import { noRules, type PricingRules, priceOrder } from './price-order.ts';
import { refundOfUnits } from './refundable.ts';
import type { TaxRate } from './tax.ts';

const document = readFileSync(new URL('../../../../docs/pricing.md', import.meta.url), 'utf8');
const [, section = ''] = document.split('## One order with numbers');
/** The numbers of the table, row by row. */
const table = section
  .split('\n')
  .filter((line) => /^\|.*\d\.\d\d \|$/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(2, -1)
      .map((cell) => cell.trim()),
  );

const eur = (minor: bigint) => ({ minor, currency: 'EUR' });
const amount = (minor: bigint) => toAmount(eur(minor));
const vat = (taxClass: string, rate: number): TaxRate => ({
  ...{ name: 'VAT', country: 'DE', region: null, taxClass, rate },
  ...{ validFrom: null, validTo: null },
});
const goods = { weightGrams: null, isShipped: true };
const rules: PricingRules = {
  tax: { ...noRules.tax, rates: [vat('standard', 190_000), vat('books', 70_000)] },
  shipping: { zones: [flatZone('DE', eur(490n))] },
  promotions: [
    testPromotion(
      { type: 'FIXED', amount: eur(500n) },
      { code: 'welcome', voucherCode: 'WELCOME' },
    ),
    testPromotion({ type: 'PERCENT', rate: 100_000 }, { code: 'spring', categoryIds: ['shirts'] }),
  ],
};
const priced = priceOrder(
  {
    ...{ currency: 'EUR', shippingMethod: 'parcel', isTaxExempt: false },
    destination: { country: 'DE', region: null, postalCode: '20459' },
    lines: [
      {
        ...{ ...goods, variantId: 'tee', quantity: 3, unitPrice: eur(2_490n) },
        ...{ categoryIds: ['shirts'], taxClass: null },
      },
      {
        ...{ ...goods, variantId: 'book', quantity: 1, unitPrice: eur(1_200n) },
        ...{ categoryIds: [], taxClass: 'books' },
      },
    ],
  },
  rules,
  new Date('2026-03-01T00:00:00Z'),
);

const off = ({ discounts }: Pick<PricedPart, 'discounts'>, code: string): bigint =>
  discounts.find((discount) => discount.code === code)?.minor ?? 0n;
const row = (part: PricedPart) => [
  ...[part.subtotal, off(part, 'spring'), off(part, 'welcome'), part.total],
  sumOf(part.taxes.map(({ minor }) => minor)),
];

it('the order of the documentation has the numbers of its table', () => {
  const parts = partsOf(priced);
  const discounts = discountsOf(priced);
  const whole = [
    sumOf(parts.map(({ subtotal }) => subtotal)),
    ...[off({ discounts }, 'spring'), off({ discounts }, 'welcome'), payableOf(priced)],
    sumOf(taxesOf(priced).map(({ minor }) => minor)),
  ];
  expect(table).toEqual([...parts.map(row), whole].map((numbers) => numbers.map(amount)));
});

it('the refunds of the documentation are those of its order', () => {
  const total = priced.lines[0]?.total ?? 0n;
  const refunds: string[] = [];
  let refundedBefore = 0n;
  for (const unitsBefore of [0, 1, 2]) {
    const before = { quantity: 3, unitsBefore, refundedBefore };
    const refund = refundOfUnits(total, { ...before, units: 1 });
    refundedBefore += refund;
    refunds.push(amount(refund));
  }
  expect(section).toContain(`are ${refunds[0]}, ${refunds[1]} and ${refunds[2]}:`);
});
