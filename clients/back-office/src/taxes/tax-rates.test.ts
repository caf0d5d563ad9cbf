import { expect, it } from 'vitest';
import type { TaxRateFragment } from './generated/taxes.ts';
import { inputOf, rateOf, ratesOf, stateOf } from './tax-rates.ts';

const now = new Date('2026-06-01T12:00:00Z');
const vat: TaxRateFragment = {
  name: 'VAT',
  country: 'DE',
  region: null,
  taxClass: 'standard',
  percent: '19',
  validFrom: null,
  validTo: null,
};
const next = { ...vat, percent: '20', validFrom: '2027-01-01T00:00:00Z' };

it('a rate is valid from its start until its end, exclusive', () => {
  expect([stateOf(vat, now), stateOf(next, now)]).toEqual(['valid', 'future']);
  expect(stateOf({ ...vat, validTo: '2026-06-01T12:00:00Z' }, now)).toBe('past');
});

it('the URL of a list of rates is its state, and a rate that is found has its position in the rules', () => {
  const found = (url: string) =>
    ratesOf([{ ...vat, country: 'FR' }, vat, next], new URLSearchParams(url), now);
  expect(found('q=de&state=valid')).toEqual([{ rate: vat, index: 1 }]);
  expect(found('state=best')).toHaveLength(3);
});

it('a form that is sent as it is changes nothing, and a comma is a decimal point', () => {
  const values = { name: 'VAT', country: 'de', region: '', taxClass: 'standard', percent: '19' };
  expect(rateOf(values, vat)).toEqual(inputOf(vat));
  expect(rateOf({ ...values, percent: '9,975', taxClass: '' })).toMatchObject({
    percent: '9.975',
    taxClass: null,
  });
});
