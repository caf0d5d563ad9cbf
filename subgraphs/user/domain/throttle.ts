/** Failed attempts on one counter. */
export type Attempts = {
  readonly failures: number;
  /** Time of the first failure. */
  readonly since: Date;
  /** No attempt is allowed before; null before the first lock. */
  readonly lockedUntil: Date | null;
  /** The failures count until then. */
  readonly forgetAt: Date;
};

export type ThrottleRule = {
  /** Number of failures within `windowMs` that lock. */
  readonly limit: number;
  /** Duration of a lock, by the number of failures beyond the limit. */
  readonly lockMs: (beyond: number) => number;
  /** Time after the end of a lock until counting starts again from zero. */
  readonly quietMs: number;
};

const minuteMs = 60_000;
const windowMs = 15 * minuteMs;

/**
 * All accounts from one network, which may be an office or a phone network: two hundred attempts, then fifteen
 * minutes. Someone who tries a few passwords on many accounts gets no further.
 */
export const networkRule: ThrottleRule = { limit: 200, lockMs: () => windowMs, quietMs: 0 };

/**
 * One account from one network: five attempts, then 1, 2, 4, 8 and 15 minutes between attempts (OWASP
 * Authentication Cheat Sheet: observation window, exponential lockout duration). Other networks are not affected.
 */
export const pairRule: ThrottleRule = {
  limit: 5,
  lockMs: (beyond) => Math.min(2 ** beyond * minuteMs, windowMs),
  quietMs: windowMs,
};

/**
 * One account from all networks: a hundred attempts (NIST SP 800-63B, section 5.2.2), then a lock of one minute
 * and another hundred. A longer lock would let attackers lock the owner out.
 */
export const accountRule: ThrottleRule = { limit: 100, lockMs: () => minuteMs, quietMs: 0 };

/** Returns the seconds until the next attempt is allowed; 0 when it is allowed now. */
export const secondsLocked = (attempts: Attempts | undefined, now: Date): number =>
  Math.max(0, Math.ceil(((attempts?.lockedUntil?.getTime() ?? 0) - now.getTime()) / 1_000));

/** Returns a counter without failures. */
export const noAttempts = (now: Date): Attempts => ({
  failures: 0,
  since: now,
  lockedUntil: null,
  forgetAt: now,
});

/** Returns the attempts after one more failure, or after one more attempt that is not decided yet. */
export function countFailure(
  rule: ThrottleRule,
  attempts: Attempts | undefined,
  now: Date,
): Attempts {
  const current = attempts && attempts.forgetAt > now ? attempts : noAttempts(now);
  const failures = current.failures + 1;
  const locks = failures >= rule.limit && secondsLocked(current, now) === 0;
  const lockedUntil = locks ? later(now, rule.lockMs(failures - rule.limit)) : current.lockedUntil;
  return withForgetAt(rule, { failures, since: current.since, lockedUntil });
}

/** Returns the attempts without the last one, which turned out to be a success. */
export function uncountFailure(rule: ThrottleRule, attempts: Attempts): Attempts {
  const failures = Math.max(0, attempts.failures - 1);
  const lockedUntil = failures < rule.limit ? null : attempts.lockedUntil;
  return withForgetAt(rule, { failures, since: attempts.since, lockedUntil });
}

const later = (time: Date, ms: number): Date => new Date(time.getTime() + ms);

const withForgetAt = (rule: ThrottleRule, attempts: Omit<Attempts, 'forgetAt'>): Attempts => ({
  ...attempts,
  forgetAt: attempts.lockedUntil
    ? later(attempts.lockedUntil, rule.quietMs)
    : later(attempts.since, windowMs),
});
