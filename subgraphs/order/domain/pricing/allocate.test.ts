import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allocate } from './allocate.ts';

const weights = fc.array(fc.bigInt(0n, 10n ** 12n), { minLength: 1, maxLength: 50 });
const shares = (all: readonly bigint[]) =>
  all.map((weight, index) => ({ key: String(index).padStart(2, '0'), weight }));

it('parts sum to the amount, and none is a unit away from its exact share', async () => {
  await fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 15n), weights, (amount, all) => {
      const whole = all.reduce((sum, weight) => sum + weight, 0n);
      fc.pre(whole > 0n);
      const parts = allocate(amount, shares(all));
      expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(amount);
      for (const [index, weight] of all.entries()) {
        const distance = (parts[index] ?? 0n) * whole - amount * weight;
        expect(distance < whole && distance > -whole).toBe(true);
      }
    }),
  );
});

it('the unit that is left goes to the largest remainder, and among equals to the first key', () => {
  expect(allocate(100n, shares([1n, 1n, 1n]))).toEqual([34n, 33n, 33n]);
  expect(allocate(10n, shares([1n, 5n, 3n]))).toEqual([1n, 6n, 3n]);
});

it('nothing can be split among shares without weight, and something cannot', () => {
  expect(allocate(0n, shares([0n, 0n]))).toEqual([0n, 0n]);
  expect(() => allocate(1n, shares([0n, 0n]))).toThrow('without weight');
});
