import { networkOf } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import type { Redis } from 'ioredis';
import type { LimitName } from '../metrics/refusal-meter.ts';
import { createLimiter, type Limiter, type RateLimitResult } from './limiter.ts';
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
  /** Takes further requests of a viewer, or of a client address, and refuses nothing: the next requests are. */
  charge(viewer: Viewer | undefined, address: string | undefined, requests: number): void;
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

export type RateLimitOptions = {
  /** Where requests are counted for all gateways. */
  readonly redis?: Redis | undefined;
  /** Separates shops in one Redis. */
  readonly prefix?: string;
  /** Reports each refusal. */
  readonly onRefused?: (limit: LimitName) => void;
};

/** Creates the rules. */
export function createRateLimits(
  variables: RateLimitVariables,
  { redis, prefix = 'shop:rate-limit', onRefused = () => undefined }: RateLimitOptions = {},
): RateLimits {
  const uncounted = (name: LimitName, limit: number): Limiter =>
    createLimiter(`${prefix}:${name}`, limit, redis);
  const reported =
    (name: LimitName, limit: Limiter): Limiter =>
    async (key, points) => {
      const result = await limit(key, points);
      if (result && !result.allowed) onRefused(name);
      return result;
    };
  const limiter = (name: LimitName, limit: number) => reported(name, uncounted(name, limit));
  const ofAddress = limiter('address', variables.RATE_LIMIT_ADDRESS);
  const chargeAnonymous = uncounted('anonymous', variables.RATE_LIMIT_ANONYMOUS);
  const chargeUser = uncounted('user', variables.RATE_LIMIT_USER);
  const ofAnonymous = reported('anonymous', chargeAnonymous);
  const ofUser = reported('user', chargeUser);
  const ofCredentials = limiter('credentials', variables.RATE_LIMIT_CREDENTIALS);
  const ofSignIns = limiter('sign-ins', variables.RATE_LIMIT_SIGN_INS);
  const ofOrders = limiter('orders', variables.RATE_LIMIT_ORDERS);
  const ofUpdates = limiter('updates', variables.RATE_LIMIT_UPDATES);
  return {
    byAddress: (address) => ofAddress(networkOf(address)),
    byViewer: (viewer, address, requests) =>
      viewer ? ofUser(viewer.id, requests) : ofAnonymous(networkOf(address), requests),
    charge: (viewer, address, requests) =>
      void (viewer
        ? chargeUser(viewer.id, requests)
        : chargeAnonymous(networkOf(address), requests)),
    costUnit: variables.RATE_LIMIT_COST_UNIT,
    byCredentials: (address, count) => ofCredentials(networkOf(address), count),
    bySignIns: (address, count) => ofSignIns(networkOf(address), count),
    byOrders: (viewer, address, count) => ofOrders(viewer?.id ?? networkOf(address), count),
    byUpdates: (viewer, address) => ofUpdates(viewer?.id ?? networkOf(address)),
  };
}
