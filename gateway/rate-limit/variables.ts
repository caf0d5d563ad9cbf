import { wholeNumber } from '@shop/service';
import type { z } from 'zod';

const perMinute = wholeNumber(0);

/** Requests allowed per minute; 0 switches a rule off. */
export const rateLimitVariables = {
  /** Of one viewer, from all addresses: ten a second is more than a busy shop front sends. */
  RATE_LIMIT_USER: perMinute.default(600),
  /** Of all anonymous clients behind one address, which may be a small office. */
  RATE_LIMIT_ANONYMOUS: perMinute.default(300),
  /** Of all clients behind one address, counted before the body is read. */
  RATE_LIMIT_ADDRESS: perMinute.default(1_200),
  /** Sign-ins from one address, which may be a large office: five a second. */
  RATE_LIMIT_SIGN_INS: perMinute.default(300),
  /** Other operations that take a credential, from one address (limited-fields.ts). */
  RATE_LIMIT_CREDENTIALS: perMinute.default(20),
  /** Orders of one viewer, or of all guests behind one address. */
  RATE_LIMIT_ORDERS: perMinute.default(20),
  /**
   * Reads for the subscriptions of one viewer, or of all anonymous clients behind one address. Those above it wait for
   * the next minute, and only the latest state is read then.
   */
  RATE_LIMIT_UPDATES: perMinute.default(1_200),
  /**
   * Cost of an operation that counts as one further request of its viewer or address; 0 switches it off. A
   * page of 20 products with variants, stock, images and categories costs 2,800. The most expensive operation
   * takes 0.2 s of CPU in all processes and counts 4 times.
   */
  RATE_LIMIT_COST_UNIT: perMinute.default(3_000),
};
export type RateLimitVariables = z.output<z.ZodObject<typeof rateLimitVariables>>;
