import { describe, expect, it } from 'vitest';
import {
  type Attempts,
  accountRule,
  counted,
  pairRule,
  secondsLocked,
  type ThrottleRule,
  uncounted,
} from './throttle.ts';

const start = new Date('2026-03-01T09:00:00Z');
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);

function fail(rule: ThrottleRule, times: number, now: Date, from?: Attempts): Attempts {
  let attempts = from;
  for (let n = 0; n < times; n++) attempts = counted(rule, attempts, now);
  return attempts as Attempts;
}

describe('one account from one network', () => {
  it('is locked by the fifth failure within a quarter of an hour', () => {
    expect(secondsLocked(fail(pairRule, 4, start), start)).toBe(0);
    expect(secondsLocked(fail(pairRule, 5, start), start)).toBe(60);
    const spread = fail(pairRule, 1, after(14), fail(pairRule, 4, start));
    expect(secondsLocked(spread, after(14))).toBe(60);
    const late = fail(pairRule, 1, after(15), fail(pairRule, 4, start));
    expect(late).toMatchObject({ failures: 1, lockedUntil: null });
  });

  it('is locked twice as long by each failure more, up to a quarter of an hour', () => {
    let attempts = fail(pairRule, 4, start);
    let now = start;
    const minutes = Array.from({ length: 7 }, () => {
      attempts = counted(pairRule, attempts, now);
      const seconds = secondsLocked(attempts, now);
      now = new Date(now.getTime() + seconds * 1_000);
      return seconds / 60;
    });
    expect(minutes).toEqual([1, 2, 4, 8, 15, 15, 15]);
  });

  it('is as if nothing had been a quarter of an hour after the end of a lock', () => {
    const locked = fail(pairRule, 6, start);
    expect(counted(pairRule, locked, after(15.9))).toMatchObject({ failures: 7 });
    expect(counted(pairRule, locked, after(16))).toMatchObject({ failures: 1, lockedUntil: null });
  });
});

describe('one account from everywhere', () => {
  it('is locked for a minute by the hundredth failure, and has a fresh hundred after it', () => {
    expect(secondsLocked(fail(accountRule, 99, start), start)).toBe(0);
    const locked = fail(accountRule, 100, start);
    expect(secondsLocked(locked, start)).toBe(60);
    const later = counted(accountRule, locked, after(1));
    expect(later).toMatchObject({ failures: 1, lockedUntil: null });
  });

  it('is not locked for longer by those who may go on meanwhile', () => {
    const locked = fail(accountRule, 120, start);
    expect(counted(accountRule, locked, after(0.5)).lockedUntil).toEqual(after(1));
  });
});

it('a try that was good is not counted, and unlocks what it locked', () => {
  const locked = fail(accountRule, 100, start);
  expect(uncounted(accountRule, locked)).toMatchObject({ failures: 99, lockedUntil: null });
  expect(uncounted(accountRule, fail(accountRule, 102, start)).lockedUntil).toEqual(after(1));
});
