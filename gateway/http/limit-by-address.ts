import type { RequestHandler } from 'express';
import { rateLimitedHeaders, rateLimitedMessage } from '../rate-limit/rate-limited.ts';
import type { RateLimits } from '../rate-limit/rate-limits.ts';
import { clientAddress } from './client-address.ts';
import { sendRefusal } from './problem.ts';

/** Refuses a client address that sends too much, before the body is read or a token is verified. */
export const limitByAddress =
  ({ byAddress }: RateLimits): RequestHandler =>
  async (request, response, next) => {
    const result = await byAddress(clientAddress(request));
    if (!result || result.allowed) return next();
    response.setHeaders(new Map(rateLimitedHeaders(result)));
    sendRefusal('RATE_LIMITED', rateLimitedMessage(result), 429, response);
  };
