import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRemembered } from './remembered.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

it('remembers each value until its moment', () => {
  const remembered = createRemembered<string>(9);
  remembered.set('a', 'one', 1_000);
  remembered.set('b', 'two', 2_000);
  vi.setSystemTime(999);
  expect(remembered.get('a')).toBe('one');
  vi.setSystemTime(1_000);
  expect([remembered.get('a'), remembered.get('b')]).toEqual([undefined, 'two']);
});

it('forgets what was asked for the longest ago when it is full', () => {
  const remembered = createRemembered<number>(3);
  for (const [n, key] of ['a', 'b', 'c'].entries()) remembered.set(key, n, 1_000);
  remembered.get('a');
  remembered.set('b', 9, 1_000);
  remembered.set('d', 4, 1_000);
  expect(['a', 'b', 'c', 'd'].map((key) => remembered.get(key))).toEqual([0, 9, undefined, 4]);
});
