import { describe, expect, it } from 'vitest';
import { formatAddress } from './address.ts';
import { formatMoney } from './money.ts';

describe('amounts', () => {
  it.each([
    ['49.80', 'EUR', 'de', '49,80 €'],
    ['49.8', 'EUR', 'en', '€49.80'],
    ['1234', 'JPY', 'ja', '¥1,234'],
    ['1.5', 'BHD', 'en', 'BHD 1.500'],
    ['90071992547409931.25', 'EUR', 'en', '€90,071,992,547,409,931.25'],
  ])('%s %s in %s', (amount, currencyCode, locale, text) => {
    const shown = formatMoney({ amount, currencyCode }, locale).replace(/\s/g, ' ');
    expect(shown.replace('￥', '¥')).toBe(text);
  });
});

describe('addresses are written as in their country', () => {
  const address = { recipient: 'Nel Dahl', line1: 'Main St 1', city: 'Springfield' };
  it.each([
    [
      'DE',
      { postalCode: '20459', line2: 'Flat 2' },
      ['Nel Dahl', 'Main St 1', 'Flat 2', '20459 Springfield', 'Germany'],
    ],
    [
      'US',
      { region: 'OR', postalCode: '97477' },
      ['Nel Dahl', 'Main St 1', 'Springfield, OR 97477', 'United States'],
    ],
    [
      'US',
      { postalCode: '97477' },
      ['Nel Dahl', 'Main St 1', 'Springfield, 97477', 'United States'],
    ],
    [
      'GB',
      { postalCode: 'SW1A 1AA', company: 'Dahl Ltd' },
      ['Nel Dahl', 'Dahl Ltd', 'Main St 1', 'Springfield', 'SW1A 1AA', 'United Kingdom'],
    ],
    [
      'JP',
      { region: 'Tokyo', postalCode: '100-0001' },
      ['〒100-0001', 'Tokyo Springfield', 'Main St 1', 'Nel Dahl', 'Japan'],
    ],
  ])('%s %j', (country, parts, lines) => {
    expect(formatAddress({ ...address, ...parts, country })).toEqual(lines);
  });

  it('the country is left out where the reader lives', () => {
    expect(formatAddress({ ...address, country: 'DE' }, { from: 'DE' })).not.toContain('Germany');
  });
});
