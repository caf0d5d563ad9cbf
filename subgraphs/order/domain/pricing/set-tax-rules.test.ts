import { refusalOf } from '@shop/testing';
import { expect, it } from 'vitest';
import { newViewer } from '../../testing/fixtures.ts';
import type { PricingStore } from './ports.ts';
import { noRules } from './price-order.ts';
import { percentField } from './rule-fields.ts';
import { type SetTaxRulesInput, setTaxRules } from './set-tax-rules.ts';

const pricing: Pick<PricingStore, 'change'> = {
  async change(kind, decide) {
    const current = { kind, version: 3, rules: noRules.tax, actorId: null, createdAt: null };
    const rules = decide(current as never);
    return (rules ? { ...current, version: 4, rules } : current) as never;
  },
};
type Rate = SetTaxRulesInput['rates'][number];
const rate = (change: Partial<Rate> = {}): Rate => ({
  ...{ name: 'VAT', country: 'DE', percent: '19' },
  ...change,
});
const set = (rates: Rate[], expectedVersion?: number) =>
  setTaxRules(pricing, newViewer(), {
    ...{ pricesIncludeTax: true, rounding: 'LINE', rates, expectedVersion },
  });

it('rates have the standard class, and a percentage becomes millionths', async () => {
  const { version, rules } = await set([rate({ percent: '9.975', region: ' Bayern ' })], 3);
  expect(version).toBe(4);
  expect(rules.rates).toEqual([
    {
      ...{ name: 'VAT', country: 'DE', region: 'Bayern', taxClass: 'standard', rate: 99_750 },
      ...{ validFrom: null, validTo: null },
    },
  ]);
});

it('the same rules again change nothing, whatever version is expected', async () => {
  expect((await set([], 1)).version).toBe(3);
  expect(await refusalOf(() => set([rate()], 1))).toEqual(['VERSION_CONFLICT expectedVersion']);
});

it.each<[Partial<Rate>, string]>([
  [{ name: ' ' }, 'rates 0 name'],
  [{ country: 'EU' }, 'rates 0 country'],
  [{ taxClass: 'Books' }, 'rates 0 taxClass'],
  [{ percent: '-1' }, 'rates 0 percent'],
  [{ percent: '100.0001' }, 'rates 0 percent'],
  [{ percent: '1.00001' }, 'rates 0 percent'],
  [{ validFrom: new Date(2), validTo: new Date(2) }, 'rates 0 validTo'],
])('an invalid rate is refused with its path: %j', async (change, path) => {
  expect(await refusalOf(() => set([rate(change)]))).toEqual([`INVALID_VALUE ${path}`]);
});

it('rates with one name, place and class may follow each other, and not overlap', async () => {
  const [old, current] = [rate({ validTo: new Date(5) }), rate({ validFrom: new Date(5) })];
  expect((await set([old, current])).rules.rates).toHaveLength(2);
  expect((await set([rate(), rate({ region: 'BY' }), rate({ taxClass: 'books' })])).version).toBe(
    4,
  );
  const overlapping = [old, rate({ validFrom: new Date(4) })];
  expect(await refusalOf(() => set(overlapping))).toEqual(['INVALID_VALUE rates 1']);
  const regions = [rate({ region: 'BY' }), rate({ region: 'by' })];
  expect(await refusalOf(() => set(regions))).toEqual(['INVALID_VALUE rates 1']);
});

it.each([
  ['0', 0],
  ['100', 1_000_000],
  ['0.0001', 1],
  ['7.5', 75_000],
])('%s percent are %d millionths', (text, millionths) => {
  expect(percentField.parse(text)).toBe(millionths);
});
