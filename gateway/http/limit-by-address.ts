import type { Request, RequestHandler, Response } from 'express';
import type { RateLimitResult } from '../rate-limit/limiter.ts';
import { rateLimitedHeaders, rateLimitedMessage } from '../rate-limit/rate-limited.ts';
import type { RateLimits } from '../rate-limit/rate-limits.ts';
import { clientAddress } from './client-address.ts';
import { sendRefusal } from './problem.ts';

/** Counts a request for its client address: once, however often it is called. */
export function countAddress(
  { byAddress }: RateLimits,
  request: Request,
  { locals }: Response,
): Promise<RateLimitResult | undefined> {
  locals['byAddress'] ??= byAddress(clientAddress(request));
  return locals['byAddress'] as Promise<RateLimitResult | undefined>;
}

/** Refuses a client address that sends too much, before the body is read or a token is verified. */
export const limitByAddress =
  (rateLimits: RateLimits): RequestHandler =>
  async (request, response, next) => {
    const result = await countAddress(rateLimits, request, response);
    if (!result || result.allowed) return next();
    response.setHeaders(new Map(rateLimitedHeaders(result)));
    sendRefusal('RATE_LIMITED', rateLimitedMessage(result), 429, response);
  };
