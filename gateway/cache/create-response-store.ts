import type { Redis } from 'ioredis';
import { createMemoryStore } from './memory-store.ts';
import { createRedisStore } from './redis-store.ts';
import type { ResponseStore } from './response-store.ts';
import type { ResponseCacheVariables } from './variables.ts';

/** Creates the store: in Redis for all gateways, without Redis in this process, or none. */
export function createResponseStore(
  { RESPONSE_CACHE, RESPONSE_CACHE_MAX_BYTES }: ResponseCacheVariables,
  redis?: Redis,
  prefix?: string,
): ResponseStore | undefined {
  if (RESPONSE_CACHE === 'off') return undefined;
  if (redis) return createRedisStore(redis, prefix);
  return RESPONSE_CACHE_MAX_BYTES > 0 ? createMemoryStore(RESPONSE_CACHE_MAX_BYTES) : undefined;
}
