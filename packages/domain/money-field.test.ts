import { expect, it } from 'vitest';
import { moneyField } from './money-field.ts';

const read = (amount: string, currencyCode: string) =>
  moneyField.safeParse({ amount, currencyCode });

it('spellings of one amount are the same money', () => {
  for (const amount of ['1', '1.0', '1.00', '01', '1.000']) {
    expect(read(amount, 'EUR').data).toEqual({ minor: 100n, currency: 'EUR' });
  }
});

it.each([
  ['1.001', 'EUR', 'amount'],
  ['-1', 'EUR', 'amount'],
  ['1e3', 'EUR', 'amount'],
  ['', 'EUR', 'amount'],
  ['1.5', 'JPY', 'amount'],
  ['1', 'EURO', 'currencyCode'],
  ['1', 'eur', 'currencyCode'],
])('%s %s is refused at the %s', (amount, currencyCode, field) => {
  expect(read(amount, currencyCode).error?.issues.map(({ path }) => path)).toEqual([[field]]);
});
