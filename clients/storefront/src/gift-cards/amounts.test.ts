import { expect, it } from 'vitest';
import { payable } from './amounts.ts';

const eur = (amount: string) => ({ amount, currencyCode: 'EUR' });

it.each([
  ['8.10', '20.00', eur('8.10'), eur('11.90')],
  ['20.00', '20.00', eur('20.00'), undefined],
  ['50.00', '20.00', eur('20.00'), undefined],
])('a gift card with %s pays of %s what it can', (balance, due, pays, left) => {
  expect(payable(eur(balance), eur(due))).toEqual({ pays, left });
});

it('a gift card of another currency pays nothing, and amounts without decimals stay so', () => {
  expect(payable(eur('5.00'), { amount: '500', currencyCode: 'JPY' })).toBeUndefined();
  const yen = (amount: string) => ({ amount, currencyCode: 'JPY' });
  expect(payable(yen('200'), yen('500'))?.left).toEqual(yen('300'));
});
