import { expect, it } from 'vitest';
import { ratesFor, type TaxRate } from './tax.ts';

const rate = (name: string, change: Partial<TaxRate> = {}): TaxRate => ({
  ...{ name, country: 'ES', region: null, taxClass: 'standard', rate: 210_000 },
  ...{ validFrom: null, validTo: null },
  ...change,
});
const to = (region: string | null, country = 'ES') => ({ country, region, postalCode: null });
const names = (rates: readonly TaxRate[]) => rates.map(({ name }) => name);
const at = new Date('2026-03-01T00:00:00Z');

it('a region with rates of its own has these alone', () => {
  const rates = [rate('IVA'), rate('IGIC', { region: 'Las Palmas', rate: 70_000 })];
  expect(names(ratesFor({ rates }, 'standard', to('las palmas '), at))).toEqual(['IGIC']);
  expect(names(ratesFor({ rates }, 'standard', to('Madrid'), at))).toEqual(['IVA']);
  expect(names(ratesFor({ rates }, 'standard', to(null), at))).toEqual(['IVA']);
  expect(ratesFor({ rates }, 'standard', to(null, 'PT'), at)).toEqual([]);
});

it('a class has its own rates', () => {
  const rates = [rate('IVA'), rate('IVA reducido', { taxClass: 'books', rate: 40_000 })];
  expect(names(ratesFor({ rates }, 'books', to(null), at))).toEqual(['IVA reducido']);
});

it('a rate is valid from its first moment until before its last', () => {
  const change = new Date('2026-03-01T00:00:00Z');
  const rates = [rate('old', { validTo: change }), rate('new', { validFrom: change })];
  const before = new Date(change.getTime() - 1);
  expect(names(ratesFor({ rates }, 'standard', to(null), change))).toEqual(['new']);
  expect(names(ratesFor({ rates }, 'standard', to(null), before))).toEqual(['old']);
});
