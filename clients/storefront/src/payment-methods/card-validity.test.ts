import { expect, it } from 'vitest';
import { isExpired, lastMonth } from './card-validity.ts';

const card = { expiryMonth: 12, expiryYear: 2027 };

it('a card is valid until the end of its last month', () => {
  expect(isExpired(card, new Date(2027, 11, 31, 23, 59))).toBe(false);
  expect(isExpired(card, new Date(2028, 0, 1))).toBe(true);
});

it.each([
  ['en', 'December 2027'],
  ['de', 'Dezember 2027'],
])('its last month in %s is %s', (language, month) => {
  expect(lastMonth(card, language)).toBe(month);
});
