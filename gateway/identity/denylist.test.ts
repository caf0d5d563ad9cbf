import { accessTokenSeconds } from '@shop/schema';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDenylist } from './denylist.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const token = (sessionId: string, userId = 'u', generation = 0) => ({
  sessionId,
  userId,
  generation,
});
const session = (...sessionIds: string[]) => ({ sessionIds, generations: [] });
const generation = (userId: string, n: number) => ({
  sessionIds: [],
  generations: [{ userId, generation: n }],
});

it('the denylist denies revoked tokens and no others', () => {
  const denylist = createDenylist();
  denylist.add({ sessionIds: ['a'], generations: [{ userId: 'v', generation: 2 }] });
  const tokens = [token('a'), token('b'), token('b', 'v', 1), token('b', 'v', 2)];
  expect(tokens.map(denylist.denies)).toEqual([true, false, true, false]);
});

it('the denylist uses the highest generation of a user, in whatever order they arrive', () => {
  const denylist = createDenylist();
  for (const n of [1, 3, 2]) denylist.add(generation('v', n));
  expect([2, 3].map((n) => denylist.denies(token('b', 'v', n)))).toEqual([true, false]);
});

it('a revocation is deleted one minute after the last token of its time has expired', () => {
  const denylist = createDenylist();
  denylist.add(session('a'));
  denylist.add(generation('v', 1));
  vi.advanceTimersByTime(accessTokenSeconds * 1_000 + 59_999);
  denylist.add(session('b'));
  expect(denylist.size()).toBe(3);
  vi.advanceTimersByTime(1);
  denylist.add(session());
  expect(denylist.size()).toBe(1);
  expect(denylist.denies(token('b'))).toBe(true);
});

it('a repeated revocation is not stored longer', () => {
  const denylist = createDenylist();
  for (let minute = 0; minute < 16; minute++) {
    denylist.add({ ...generation('v', 1), sessionIds: ['a'] });
    vi.advanceTimersByTime(60_000);
  }
  denylist.add(session());
  expect(denylist.size()).toBe(0);
});

it('a higher generation of a user is stored for its full time', () => {
  const denylist = createDenylist();
  denylist.add(generation('v', 1));
  denylist.add(generation('w', 1));
  vi.advanceTimersByTime(600_000);
  denylist.add(generation('v', 2));
  vi.advanceTimersByTime(600_000);
  denylist.add(session());
  expect(denylist.size()).toBe(1);
  expect(denylist.denies(token('b', 'v', 1))).toBe(true);
});
