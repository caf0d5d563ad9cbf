/** Failed attempts on one counter. */
export type Attempts = {
  readonly failures: number;
  /** When the first of them was. */
  readonly since: Date;
  /** Nothing is tried before; null before the first lock. */
  readonly lockedUntil: Date | null;
  /** From then on they mean nothing. */
  readonly forgetAt: Date;
};

export type ThrottleRule = {
  /** This many failures within `windowMs` lock. */
  readonly limit: number;
  /** How long a lock lasts, by the failures beyond the limit. */
  readonly lockMs: (beyond: number) => number;
  /** After the end of a lock it takes so long until counting begins anew. */
  readonly quietMs: number;
};

const minuteMs = 60_000;
const windowMs = 15 * minuteMs;

/**
 * One account from one network: five tries, then 1, 2, 4, 8 and 15 minutes between tries (OWASP
 * Authentication Cheat Sheet: observation window, exponential lockout duration). It locks out nobody else.
 */
export const pairRule: ThrottleRule = {
  limit: 5,
  lockMs: (beyond) => Math.min(2 ** beyond * minuteMs, windowMs),
  quietMs: windowMs,
};

/**
 * One account from everywhere: a hundred tries (NIST SP 800-63B, section 5.2.2), then a minute of none and
 * a fresh hundred. A longer lock would let strangers keep the owner out.
 */
export const accountRule: ThrottleRule = { limit: 100, lockMs: () => minuteMs, quietMs: 0 };

/** Seconds to wait until the next try, 0 when it may be now. */
export const secondsLocked = (attempts: Attempts | undefined, now: Date): number =>
  Math.max(0, Math.ceil(((attempts?.lockedUntil?.getTime() ?? 0) - now.getTime()) / 1_000));

/** No failures. */
export const none = (now: Date): Attempts => ({
  failures: 0,
  since: now,
  lockedUntil: null,
  forgetAt: now,
});

/** The attempts after one more failure, or after one more try that is not decided yet. */
export function counted(rule: ThrottleRule, known: Attempts | undefined, now: Date): Attempts {
  const base = known && known.forgetAt > now ? known : none(now);
  const failures = base.failures + 1;
  const locks = failures >= rule.limit && secondsLocked(base, now) === 0;
  const lockedUntil = locks ? later(now, rule.lockMs(failures - rule.limit)) : base.lockedUntil;
  return lasting(rule, { failures, since: base.since, lockedUntil });
}

/** The attempts when the last one counted was no failure after all. */
export function uncounted(rule: ThrottleRule, known: Attempts): Attempts {
  const failures = Math.max(0, known.failures - 1);
  const lockedUntil = failures < rule.limit ? null : known.lockedUntil;
  return lasting(rule, { failures, since: known.since, lockedUntil });
}

const later = (time: Date, ms: number): Date => new Date(time.getTime() + ms);

const lasting = (rule: ThrottleRule, attempts: Omit<Attempts, 'forgetAt'>): Attempts => ({
  ...attempts,
  forgetAt: attempts.lockedUntil
    ? later(attempts.lockedUntil, rule.quietMs)
    : later(attempts.since, windowMs),
});
