import { expect, it } from 'vitest';
import { retryDelayMs } from './back-off.ts';

const policy = { maxAttempts: 12, firstDelayMs: 5_000, longestDelayMs: 21_600_000 };
const delays = (random: number) =>
  Array.from({ length: 11 }, (_, n) => retryDelayMs(policy, n + 1, undefined, random));

it('the delay grows threefold from 5 seconds up to 6 hours, a day in all', () => {
  const minutes = delays(0.5).map((ms) => ms / 60_000);
  expect(minutes).toEqual([1 / 12, 0.25, 0.75, 2.25, 6.75, 20.25, 60.75, 182.25, 360, 360, 360]);
  expect(minutes.reduce((sum, one) => sum + one) / 60).toBeCloseTo(22.5, 0);
});

it('a delay is up to a fifth shorter or longer', () => {
  expect(delays(0)[0]).toBe(4_000);
  expect(delays(1)[0]).toBe(6_000);
});

it('Retry-After makes a delay longer, never shorter, and a day at most', () => {
  expect(retryDelayMs(policy, 1, 60_000, 0.5)).toBe(60_000);
  expect(retryDelayMs(policy, 8, 1_000, 0.5)).toBe(10_935_000);
  expect(retryDelayMs(policy, 1, 10 * 86_400_000, 0.5)).toBe(86_400_000);
});
