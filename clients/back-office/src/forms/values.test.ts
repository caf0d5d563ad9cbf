import { expect, it } from 'vitest';
import { moneyOf } from './money-of.ts';
import { listOf, localTimeOf, numberOf, timeOf } from './values.ts';

it('a list is separated by commas or lines, and an empty field is nothing', () => {
  expect(listOf(' a, b\n\nc ,')).toEqual(['a', 'b', 'c']);
  expect([listOf(''), numberOf(' '), numberOf('0'), timeOf('')]).toEqual([[], null, 0, null]);
});

it('an amount has its currency, and a comma is a decimal point', () => {
  const values = {
    price: '4,90 ',
    'price.currency': 'EUR',
    freeFrom: '',
    'freeFrom.currency': 'EUR',
  };
  expect(moneyOf(values, 'price')).toEqual({ amount: '4.90', currencyCode: 'EUR' });
  expect(moneyOf(values, 'freeFrom')).toBeNull();
});

it('a time is shown to the minute, and stays as it was unless it is changed', () => {
  const time = '2026-06-01T10:30:45.123Z';
  const shown = localTimeOf(time);
  expect(timeOf(shown, time)).toBe(time);
  expect(timeOf(shown)).toBe('2026-06-01T10:30:00.000Z');
});
