import { describe, expect, it } from 'vitest';
import { fromAmount, isCurrency, sum, times, toAmount } from './money.ts';

describe('an amount', () => {
  it.each([
    ['19.99', 'EUR', 1999n],
    ['19.9', 'EUR', 1990n],
    ['0', 'EUR', 0n],
    ['0.05', 'EUR', 5n],
    ['1000', 'JPY', 1000n],
    ['1.234', 'KWD', 1234n],
    ['19.990', 'EUR', 1999n],
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

it('adds and multiplies without losing a cent', () => {
  const price = { minor: 9_007_199_254_740_993n, currency: 'EUR' };
  expect(sum([times(price, 3), { minor: 1n, currency: 'EUR' }]).minor).toBe(
    27_021_597_764_222_980n,
  );
});

it('knows the currencies there are', () => {
  expect([isCurrency('EUR'), isCurrency('eur'), isCurrency('XQQ')]).toEqual([true, false, false]);
});
