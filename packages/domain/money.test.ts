import { describe, expect, it } from 'vitest';
import { decimalsOf, isCurrency } from './currencies.ts';
import { formatMoney, fromAmount, sum, times, toAmount } from './money.ts';

describe('an amount', () => {
  it.each([
    [-5n, '-0.05'],
    [-1999n, '-19.99'],
  ])('of %s minor units is %s', (minor, amount) => {
    expect(toAmount({ minor, currency: 'EUR' })).toBe(amount);
  });

  it.each([
    ['19.99', 'EUR', 1999n],
    ['19.9', 'EUR', 1990n],
    ['0', 'EUR', 0n],
    ['0.05', 'EUR', 5n],
    ['1000', 'JPY', 1000n],
    ['1.234', 'KWD', 1234n],
    ['19.990', 'EUR', 1999n],
    ['1.25', 'HUF', 125n],
    ['1.25', 'COP', 125n],
    ['1.25', 'IDR', 125n],
    ['1.125', 'IQD', 1125n],
    ['0.0001', 'CLF', 1n],
    ['999999999999999.99', 'EUR', 99_999_999_999_999_999n],
  ])('%s %s is %s minor units', (amount, currency, minor) => {
    expect(fromAmount(amount, currency)).toEqual({ minor, currency });
  });

  it.each([
    ['-1', 'EUR'],
    ['1.999', 'EUR'],
    ['1.5', 'JPY'],
    ['1,50', 'EUR'],
    ['1e3', 'EUR'],
    ['', 'EUR'],
    ['.5', 'EUR'],
    ['1000000000000000', 'EUR'],
  ])('%j %s is refused', (amount, currency) => {
    expect(fromAmount(amount, currency)).toBeUndefined();
  });

  it.each([
    [1999n, 'EUR', '19.99'],
    [5n, 'EUR', '0.05'],
    [1000n, 'JPY', '1000'],
    [7n, 'KWD', '0.007'],
  ])('%s minor units of %s are %s', (minor, currency, amount) => {
    expect(toAmount({ minor, currency })).toBe(amount);
  });
});

it('amounts add and multiply exactly', () => {
  const price = { minor: 9_007_199_254_740_993n, currency: 'EUR' };
  expect(sum([times(price, 3), { minor: 1n, currency: 'EUR' }]).minor).toBe(
    27_021_597_764_222_980n,
  );
});

it('currencies in use are accepted; metals, test codes and withdrawn currencies are not', () => {
  const accepted = ['EUR', 'XCG', 'eur', 'XQQ', 'XAU', 'XTS', 'HRK', 'BGN'].filter(isCurrency);
  expect(accepted).toEqual(['EUR', 'XCG']);
});

it.each([
  ...['AFN', 'ALL', 'COP', 'HUF', 'IDR', 'IRR', 'KPW', 'LAK', 'LBP', 'MGA', 'MMK', 'PKR'],
  ...['SOS', 'SYP', 'YER'],
])('%s has the 2 decimals of ISO 4217, whatever the runtime says', (currency) => {
  expect(decimalsOf(currency)).toBe(2);
});

it.each([
  ['JPY', 0],
  ['KWD', 3],
  ['IQD', 3],
  ['UYW', 4],
  ['RSD', 2],
  ['TWD', 2],
  ['HRK', 2],
])('%s has %s decimals', (currency, decimals) => {
  expect(decimalsOf(currency)).toBe(decimals);
});

it('decimals of a code without minor unit are an error', () => {
  expect(() => decimalsOf('XAU')).toThrow(RangeError);
});

it.each([
  [125n, 'HUF', 'HUF\u00a01.25'],
  [1999n, 'EUR', '€19.99'],
  [1000n, 'JPY', '¥1,000'],
  [9_007_199_254_740_993n, 'EUR', '€90,071,992,547,409.93'],
])('%s minor units of %s read %s', (minor, currency, text) => {
  expect(formatMoney({ minor, currency })).toBe(text);
});
