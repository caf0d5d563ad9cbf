import { errorBody } from '@shop/service';
import type { RequestHandler } from 'express';
import { clientAddress } from './address.ts';
import type { RateLimits } from './rate-limits.ts';
import { refusalHeaders, refusalMessage } from './refusal.ts';

/** Refuses an address that sends too much, before the body is read or a token is verified. */
export const addressCap =
  ({ anybody }: RateLimits): RequestHandler =>
  async (request, response, next) => {
    const verdict = await anybody(clientAddress(request));
    if (!verdict || verdict.allowed) return next();
    response.setHeaders(new Map(refusalHeaders(verdict)));
    response.status(429).json(errorBody('RATE_LIMITED', refusalMessage(verdict)));
  };
