import { z } from 'zod';

const perMinute = z.coerce
  .number('must be a number')
  .int('must be a whole number')
  .min(0, 'must be 0 or more');

/** How often, in requests a minute; 0 switches a rule off. */
export const rateLimitVariables = {
  /** Of one signed-in user, wherever she is: ten a second is more than an eager shop front sends. */
  RATE_LIMIT_USER: perMinute.default(600),
  /** Of all visitors behind one address, which may be a small office. */
  RATE_LIMIT_VISITOR: perMinute.default(300),
  /** Of everybody behind one address, judged before the body is read. */
  RATE_LIMIT_ADDRESS: perMinute.default(1_200),
  /** Operations that take a credential, from one address (credential-fields.ts). */
  RATE_LIMIT_CREDENTIALS: perMinute.default(20),
  /** Counters and answers are kept there for all replicas; without it each process counts for itself. */
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be a redis:// URL' }).optional(),
};
export type RateLimitVariables = z.output<z.ZodObject<typeof rateLimitVariables>>;
