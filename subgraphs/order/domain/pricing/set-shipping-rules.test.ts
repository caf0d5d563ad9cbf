import { refusalOf } from '@shop/testing';
import { expect, it } from 'vitest';
import { newViewer } from '../../testing/fixtures.ts';
import type { PricingStore } from './ports.ts';
import { noRules } from './price-order.ts';
import { type SetShippingRulesInput, setShippingRules } from './set-shipping-rules.ts';

const pricing: Pick<PricingStore, 'change'> = {
  async change(kind, decide) {
    const current = { kind, version: 3, rules: noRules.shipping, actorId: null, createdAt: null };
    const rules = decide(current as never);
    return (rules ? { ...current, version: 4, rules } : current) as never;
  },
};
type Zone = SetShippingRulesInput['zones'][number];
type Method = Zone['methods'][number];
const eur = (amount: string) => ({ amount, currencyCode: 'EUR' });
const parcel: Method = { code: 'parcel', name: 'Parcel', rates: [{ price: eur('4.90') }] };
const zone = (change: Partial<Zone> = {}): Zone => ({
  ...{ name: 'Germany', countries: ['DE'], methods: [parcel] },
  ...change,
});
const set = (zones: Zone[], expectedVersion?: number) =>
  setShippingRules(pricing, newViewer(), { zones, expectedVersion });

it('absent values of a method are null, and amounts are minor units', async () => {
  const { version, rules } = await set([zone()], 3);
  expect(version).toBe(4);
  expect(rules.zones).toEqual([
    {
      ...{ name: 'Germany', countries: ['DE'], postalCodes: [] },
      methods: [
        {
          ...{ code: 'parcel', name: 'Parcel', taxClass: null, freeFrom: null },
          ...{ minDays: null, maxDays: null, isDefault: false },
          rates: [
            {
              ...{ maxWeightGrams: null, minSubtotal: null },
              price: { minor: 490n, currency: 'EUR' },
            },
          ],
        },
      ],
    },
  ]);
});

it('the same rules again change nothing, whatever version is expected', async () => {
  expect((await set([], 1)).version).toBe(3);
  expect(await refusalOf(() => set([zone()], 1))).toEqual(['VERSION_CONFLICT expectedVersion']);
});

const withMethod = (change: Partial<Method>) => zone({ methods: [{ ...parcel, ...change }] });

it.each<[Zone, string]>([
  [zone({ name: '' }), 'name'],
  [zone({ countries: ['EU'] }), 'countries 0'],
  [zone({ postalCodes: [{ from: ' - ', to: '9' }] }), 'postalCodes 0 from'],
  [zone({ postalCodes: [{ from: '30', to: '2' }] }), 'postalCodes 0 to'],
  [zone({ methods: [parcel, parcel] }), 'methods'],
  [
    zone({ methods: ['parcel', 'post'].map((code) => ({ ...parcel, code, isDefault: true })) }),
    'methods',
  ],
  [withMethod({ code: 'Parcel!' }), 'methods 0 code'],
  [withMethod({ rates: [] }), 'methods 0 rates'],
  [withMethod({ rates: [{ price: eur('1.234') }] }), 'methods 0 rates 0 price amount'],
  [
    withMethod({ rates: [{ price: eur('1'), maxWeightGrams: 0 }] }),
    'methods 0 rates 0 maxWeightGrams',
  ],
  [withMethod({ minDays: 3, maxDays: 2 }), 'methods 0 maxDays'],
  [withMethod({ maxDays: 366 }), 'methods 0 maxDays'],
])('an invalid zone is refused with its path: %j', async (invalid, path) => {
  expect(await refusalOf(() => set([invalid]))).toEqual([`INVALID_VALUE zones 0 ${path}`]);
});
