import { wholeNumber } from '@shop/service';
import { z } from 'zod';

/** Whether the gateway caches responses. REDIS_URL decides where. */
export const responseCacheVariables = {
  RESPONSE_CACHE: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  /** Of the responses that a process caches in memory. Redis has a limit of its own. */
  RESPONSE_CACHE_MAX_BYTES: wholeNumber(0).default(64 * 2 ** 20),
};
export type ResponseCacheVariables = z.output<z.ZodObject<typeof responseCacheVariables>>;
