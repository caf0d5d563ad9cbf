import { expect, it } from 'vitest';
import { withEntry } from '../forms/with-entry.ts';
import { methodOf, postalCodesText, rateOf, zoneEarlier, zoneOf } from './shipping-input.ts';

it('a zone is written as countries and ranges of postal codes, which are shown as they are written', () => {
  const zone = zoneOf({ name: 'Islands', countries: 'de, nl', postalCodes: '20 - 22, 25849' }, []);
  expect(zone).toEqual({
    name: 'Islands',
    countries: ['DE', 'NL'],
    postalCodes: [
      { from: '20', to: '22' },
      { from: '25849', to: '25849' },
    ],
    methods: [],
  });
  expect(postalCodesText(zone.postalCodes ?? [])).toBe('20-22, 25849');
});

it('empty fields of a method and of a rate are nothing', () => {
  const rate = rateOf({ price: '4,90', 'price.currency': 'EUR', 'minSubtotal.currency': 'EUR' });
  expect(rate).toEqual({
    maxWeightGrams: null,
    minSubtotal: null,
    price: { amount: '4.90', currencyCode: 'EUR' },
  });
  expect(methodOf({ code: 'parcel', name: 'Parcel', minDays: '0' }, [rate])).toEqual({
    ...{ code: 'parcel', name: 'Parcel', taxClass: null, rates: [rate], freeFrom: null },
    ...{ minDays: 0, maxDays: null, isDefault: false },
  });
});

it('a zone moves before the one before it, and an entry is replaced, removed or added', () => {
  expect(zoneEarlier(['a', 'b', 'c', 'd'], 2)).toEqual(['a', 'c', 'b', 'd']);
  expect(withEntry(['a', 'b'], 1, 'x')).toEqual(['a', 'x']);
  expect(withEntry(['a', 'b'], 0, undefined)).toEqual(['b']);
  expect(withEntry(['a', 'b'], 2, 'x')).toEqual(['a', 'b', 'x']);
});
