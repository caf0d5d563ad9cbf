import { expect, it } from 'vitest';
import { nextNumber } from './counter.ts';

const december = new Date('2026-12-31T23:59:59Z');
const january = new Date('2027-01-01T00:00:00Z');

it('a number follows the last one of its kind', () => {
  const { number, counter } = nextNumber('INVOICE', { last: 41, issuedAt: december }, december);
  expect(number).toBe('INV-2026-000042');
  expect(counter).toEqual({ last: 42, issuedAt: december });
});

it('numbers begin again with each year', () => {
  const { number, counter } = nextNumber('CREDIT_NOTE', { last: 41, issuedAt: december }, january);
  expect(number).toBe('CN-2027-000001');
  expect(counter).toEqual({ last: 1, issuedAt: january });
});

it('a worker whose clock is slow issues nothing before the last document', () => {
  const { number, counter } = nextNumber('INVOICE', { last: 1, issuedAt: january }, december);
  expect(number).toBe('INV-2027-000002');
  expect(counter.issuedAt).toEqual(january);
});

it('a number grows beyond six digits', () => {
  const last = { last: 999_999, issuedAt: january };
  expect(nextNumber('INVOICE', last, january).number).toBe('INV-2027-1000000');
});
