import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** Length of the window in which requests are counted, in seconds; it starts with the first one. */
const windowSeconds = 60;

export type Verdict = {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the window ends and everything is allowed again, at least 1. */
  readonly resetSeconds: number;
};

/** Takes points from the allowance of a key; `undefined` when the rule is switched off. */
export type Limiter = (key: string, points?: number) => Promise<Verdict | undefined>;

/**
 * Counts per key under the name of a rule: in Redis for all processes, and in memory without Redis or
 * while it is away. Never fails.
 */
export function createLimiter(name: string, limit: number, redis?: Redis): Limiter {
  if (limit === 0) return async () => undefined;
  const rule = { keyPrefix: name, points: limit, duration: windowSeconds };
  const memory = new RateLimiterMemory(rule);
  const limiter = redis
    ? new RateLimiterRedis({
        ...rule,
        storeClient: redis,
        insuranceLimiter: memory,
        rejectIfRedisNotReady: true,
        // Who has used up the allowance is refused from memory, and costs Redis nothing more.
        inMemoryBlockOnConsumed: limit,
      })
    : memory;
  const verdict = (allowed: boolean, { remainingPoints, msBeforeNext }: RateLimiterRes) => ({
    allowed,
    limit,
    remaining: remainingPoints,
    resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1_000)),
  });
  return async (key, points = 1) => {
    try {
      return verdict(true, await limiter.consume(key, points));
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      return verdict(false, refused);
    }
  };
}
