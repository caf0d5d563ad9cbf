import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** Length of the window in which requests are counted, in seconds; it starts with the first request. */
const windowSeconds = 60;

export type RateLimitResult = {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the window ends and the whole limit is available again, at least 1. */
  readonly resetSeconds: number;
};

/** Takes points from the limit of a key. Returns `undefined` when the rule is switched off. */
export type Limiter = (key: string, points?: number) => Promise<RateLimitResult | undefined>;

/**
 * Creates a limiter that counts per key under the name of a rule: in Redis for all processes, and in
 * memory without Redis or while it is unavailable. Never fails.
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
        // A key that has used up its limit is refused from memory, without a call to Redis.
        inMemoryBlockOnConsumed: limit,
      })
    : memory;
  const result = (allowed: boolean, { remainingPoints, msBeforeNext }: RateLimiterRes) => ({
    allowed,
    limit,
    remaining: remainingPoints,
    resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1_000)),
  });
  return async (key, points = 1) => {
    try {
      return result(true, await limiter.consume(key, points));
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      return result(false, refused);
    }
  };
}
