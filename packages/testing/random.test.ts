import { expect, it } from 'vitest';
import { randomFrom, seedOf } from './random.ts';

it('the same seed gives the same numbers, and another seed others', () => {
  const numbers = (seed: number) => Array.from({ length: 5 }, randomFrom(seed));
  expect(numbers(7)).toEqual(numbers(7));
  expect(numbers(7)).not.toEqual(numbers(8));
  for (const number of numbers(7)) expect(number).toBeLessThan(1);
});

it('a seed is a whole number, of which the lowest 31 bits count', () => {
  expect(['0', '20261128', '2147483649'].map(seedOf)).toEqual([0, 20_261_128, 1]);
  for (const text of ['', '1.5', '-1', 'abc', '1e9', '9'.repeat(16)]) {
    expect(() => seedOf(text)).toThrow(`TEST_SEED is not a whole number: ${text}`);
  }
});
