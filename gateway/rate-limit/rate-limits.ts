import type { Viewer } from '@shop/schema';
import type { Redis } from 'ioredis';
import { addressGroup } from './address.ts';
import { createLimiter, type Verdict } from './limiter.ts';
import type { RateLimitVariables } from './variables.ts';

type Answer = Promise<Verdict | undefined>;

/** The rules of the house; each answer is `undefined` when its rule is switched off. */
export type RateLimits = {
  /** A request, before anything of it is read. */
  anybody(address: string | undefined): Answer;
  /** A request whose sender is known: her own allowance, or the one of the visitors of an address. */
  caller(viewer: Viewer | undefined, address: string | undefined): Answer;
  /** So many operations that take a credential. */
  credentials(address: string | undefined, count: number): Answer;
};

/** Counts in Redis when there is one; `prefix` keeps shops in one Redis apart. */
export function createRateLimits(
  variables: RateLimitVariables,
  redis?: Redis,
  prefix = 'shop:rate-limit',
): RateLimits {
  const limiter = (name: string, limit: number) => createLimiter(`${prefix}:${name}`, limit, redis);
  const address = limiter('address', variables.RATE_LIMIT_ADDRESS);
  const visitor = limiter('visitor', variables.RATE_LIMIT_VISITOR);
  const user = limiter('user', variables.RATE_LIMIT_USER);
  const credentials = limiter('credentials', variables.RATE_LIMIT_CREDENTIALS);
  return {
    anybody: (from) => address(addressGroup(from)),
    caller: (viewer, from) => (viewer ? user(viewer.id) : visitor(addressGroup(from))),
    credentials: (from, count) => credentials(addressGroup(from), count),
  };
}
