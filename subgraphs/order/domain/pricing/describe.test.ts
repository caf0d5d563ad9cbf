import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { flatZone } from '../../testing/flat-zone.ts';
import { testPromotion } from '../../testing/test-promotion.ts';
import { describe as describeBreakdown, percentOf } from './describe.ts';
import { noRules, type PricingRequest, priceOrder } from './price-order.ts';
import { pricingMessage } from './pricing-message.ts';
import type { TaxRate } from './tax.ts';

const example = JSON.parse(
  readFileSync(
    new URL('../../../../schema/events/examples/order.paid.v1.json', import.meta.url),
    'utf8',
  ),
).data;
const eur = (minor: bigint) => ({ minor, currency: 'EUR' });
const vat: TaxRate = {
  ...{ name: 'VAT', country: 'DE', region: null, taxClass: 'standard', rate: 190_000 },
  ...{ validFrom: null, validTo: null },
};
/** The order of the example: two tees, 10 % off, sent as a parcel. */
const request: PricingRequest = {
  currency: 'EUR',
  lines: [
    {
      variantId: example.lines[0].variantId,
      quantity: 2,
      unitPrice: eur(2_490n),
      categoryIds: [],
      taxClass: null,
      weightGrams: 200,
      isShipped: true,
    },
  ],
  shippingMethod: 'parcel',
  destination: { country: 'DE', region: null, postalCode: '10115' },
  isTaxExempt: false,
};
const rules = {
  ...noRules,
  shipping: { zones: [flatZone('DE', eur(490n))] },
  tax: { ...noRules.tax, rates: [vat] },
  promotions: [
    testPromotion({ type: 'PERCENT', rate: 100_000 }, { code: 'spring', name: 'Spring sale' }),
  ],
};

it('an event carries the breakdown of its order', () => {
  const priced = priceOrder(request, rules, new Date(0));
  expect(pricingMessage(priced)).toEqual(example.pricing);
  expect(describeBreakdown(priced).total).toEqual(eur(BigInt(example.total.minor)));
});

it('an exempt customer does not pay the taxes that prices include', () => {
  const priced = describeBreakdown(
    priceOrder({ ...request, isTaxExempt: true }, rules, new Date(0)),
  );
  expect(priced).toMatchObject({ taxes: [], taxExemption: eur(794n), total: eur(4_178n) });
});

it.each([
  [190_000, '19'],
  [99_750, '9.975'],
  [1, '0.0001'],
  [1_000_000, '100'],
  [0, '0'],
])('a rate of %d millionths is %s %%', (rate, percent) => {
  expect(percentOf(rate)).toBe(percent);
});
