import type { Redis } from 'ioredis';
import { createMemoryStore } from './memory-store.ts';
import { createRedisStore } from './redis-store.ts';
import type { ResponseStore } from './response-store.ts';
import type { ResponseCacheVariables } from './variables.ts';
import { watchInvalidations } from './watch-invalidations.ts';

type StoreOptions = {
  readonly redis: Redis | undefined;
  readonly prefix?: string;
  /** Reports the subgraphs whose responses are invalidated. */
  readonly onInvalidate?: (subgraphs: readonly string[]) => void;
};

/** Creates the store: in Redis for all gateways, without Redis in this process, or none. */
export function createResponseStore(
  { RESPONSE_CACHE, RESPONSE_CACHE_MAX_BYTES }: ResponseCacheVariables,
  { redis, prefix, onInvalidate = () => undefined }: StoreOptions,
): ResponseStore | undefined {
  const maxBytes = redis ? 0 : RESPONSE_CACHE_MAX_BYTES;
  if (RESPONSE_CACHE === 'off' || (!redis && maxBytes === 0)) return undefined;
  const store = redis ? createRedisStore(redis, prefix) : createMemoryStore(maxBytes);
  return watchInvalidations(store, onInvalidate);
}
