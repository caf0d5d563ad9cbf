import type { Redis } from 'ioredis';
import type { AnswerStore } from './answer-store.ts';
import { createMemoryStore } from './memory-store.ts';
import { createRedisStore } from './redis-store.ts';
import type { ResponseCacheVariables } from './variables.ts';

/** Where answers are kept: in Redis for all gateways, without it in this process, or nowhere. */
export function createAnswerStore(
  { RESPONSE_CACHE, RESPONSE_CACHE_MAX_BYTES }: ResponseCacheVariables,
  redis?: Redis,
  prefix?: string,
): AnswerStore | undefined {
  if (RESPONSE_CACHE === 'off') return undefined;
  return redis ? createRedisStore(redis, prefix) : createMemoryStore(RESPONSE_CACHE_MAX_BYTES);
}
