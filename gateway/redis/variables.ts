import { z } from 'zod';

export const redisVariables = {
  /**
   * Holds rate-limit counters and cached responses for all replicas. Without it each process counts and
   * caches for itself.
   */
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be a redis:// URL' }).optional(),
};
