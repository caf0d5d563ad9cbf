import { describe, expect, it } from 'vitest';
import {
  type Attempts,
  accountRule,
  countFailure,
  pairRule,
  secondsLocked,
  type ThrottleRule,
  uncountFailure,
} from './throttle.ts';

const start = new Date('2026-03-01T09:00:00Z');
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);

function fail(rule: ThrottleRule, times: number, now: Date, from?: Attempts): Attempts {
  let attempts = from;
  for (let n = 0; n < times; n++) attempts = countFailure(rule, attempts, now);
  return attempts as Attempts;
}

describe('one account from one network', () => {
  it('five failures within 15 minutes lock an account for one network', () => {
    expect(secondsLocked(fail(pairRule, 4, start), start)).toBe(0);
    expect(secondsLocked(fail(pairRule, 5, start), start)).toBe(60);
    const spread = fail(pairRule, 1, after(14), fail(pairRule, 4, start));
    expect(secondsLocked(spread, after(14))).toBe(60);
    const late = fail(pairRule, 1, after(15), fail(pairRule, 4, start));
    expect(late).toMatchObject({ failures: 1, lockedUntil: null });
  });

  it('each further failure doubles the lock, up to 15 minutes', () => {
    let attempts = fail(pairRule, 4, start);
    let now = start;
    const minutes = Array.from({ length: 7 }, () => {
      attempts = countFailure(pairRule, attempts, now);
      const seconds = secondsLocked(attempts, now);
      now = new Date(now.getTime() + seconds * 1_000);
      return seconds / 60;
    });
    expect(minutes).toEqual([1, 2, 4, 8, 15, 15, 15]);
  });

  it('counting starts again from zero 15 minutes after the end of a lock', () => {
    const locked = fail(pairRule, 6, start);
    expect(countFailure(pairRule, locked, after(15.9))).toMatchObject({ failures: 7 });
    expect(countFailure(pairRule, locked, after(16))).toMatchObject({
      failures: 1,
      lockedUntil: null,
    });
  });
});

describe('one account from everywhere', () => {
  it('the hundredth failure locks an account for a minute, and counting starts again after it', () => {
    expect(secondsLocked(fail(accountRule, 99, start), start)).toBe(0);
    const locked = fail(accountRule, 100, start);
    expect(secondsLocked(locked, start)).toBe(60);
    const later = countFailure(accountRule, locked, after(1));
    expect(later).toMatchObject({ failures: 1, lockedUntil: null });
  });

  it('failures during the lock of an account do not extend it', () => {
    const locked = fail(accountRule, 120, start);
    expect(countFailure(accountRule, locked, after(0.5)).lockedUntil).toEqual(after(1));
  });
});

it('a successful attempt is not counted, and removes the lock that it caused', () => {
  const locked = fail(accountRule, 100, start);
  expect(uncountFailure(accountRule, locked)).toMatchObject({ failures: 99, lockedUntil: null });
  expect(uncountFailure(accountRule, fail(accountRule, 102, start)).lockedUntil).toEqual(after(1));
});
