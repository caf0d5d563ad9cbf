import { networkOf } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import type { Redis } from 'ioredis';
import { createLimiter, type RateLimitResult } from './limiter.ts';
import type { RateLimitVariables } from './variables.ts';

type Result = Promise<RateLimitResult | undefined>;

/** The rate-limit rules. Each returns `undefined` when it is switched off. */
export type RateLimits = {
  /** Counts any request by its client address, before its body is read. */
  byAddress(address: string | undefined): Result;
  /**
   * Counts an authenticated request by its viewer, an anonymous one by its client address; an expensive one
   * as this number of requests.
   */
  byViewer(viewer: Viewer | undefined, address: string | undefined, requests?: number): Result;
  /** Cost that counts as a further request; 0 when cost does not count. */
  readonly costUnit: number;
  /** Counts this number of sign-ins. */
  bySignIns(address: string | undefined, count: number): Result;
  /** Counts this number of other operations that take a credential. */
  byCredentials(address: string | undefined, count: number): Result;
  /** Counts this number of orders by the viewer, or by the client address of a guest. */
  byOrders(viewer: Viewer | undefined, address: string | undefined, count: number): Result;
  /** Counts one read for a subscription, by the viewer or by the client address when anonymous. */
  byUpdates(viewer: Viewer | undefined, address: string | undefined): Result;
};

/** Creates the rules, counting in Redis if there is one; `prefix` separates shops in one Redis. */
export function createRateLimits(
  variables: RateLimitVariables,
  redis?: Redis,
  prefix = 'shop:rate-limit',
): RateLimits {
  const limiter = (name: string, limit: number) => createLimiter(`${prefix}:${name}`, limit, redis);
  const ofAddress = limiter('address', variables.RATE_LIMIT_ADDRESS);
  const ofAnonymous = limiter('anonymous', variables.RATE_LIMIT_ANONYMOUS);
  const ofUser = limiter('user', variables.RATE_LIMIT_USER);
  const ofCredentials = limiter('credentials', variables.RATE_LIMIT_CREDENTIALS);
  const ofSignIns = limiter('sign-ins', variables.RATE_LIMIT_SIGN_INS);
  const ofOrders = limiter('orders', variables.RATE_LIMIT_ORDERS);
  const ofUpdates = limiter('updates', variables.RATE_LIMIT_UPDATES);
  return {
    byAddress: (address) => ofAddress(networkOf(address)),
    byViewer: (viewer, address, requests) =>
      viewer ? ofUser(viewer.id, requests) : ofAnonymous(networkOf(address), requests),
    costUnit: variables.RATE_LIMIT_COST_UNIT,
    byCredentials: (address, count) => ofCredentials(networkOf(address), count),
    bySignIns: (address, count) => ofSignIns(networkOf(address), count),
    byOrders: (viewer, address, count) => ofOrders(viewer?.id ?? networkOf(address), count),
    byUpdates: (viewer, address) => ofUpdates(viewer?.id ?? networkOf(address)),
  };
}
