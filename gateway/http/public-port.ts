import type { Service } from '@shop/service';
import type { RateLimits } from '../rate-limit/rate-limits.ts';
import { compressResponses } from './compress-responses.ts';
import { corsFor, type IsAllowedOrigin } from './cors.ts';
import { limitByAddress } from './limit-by-address.ts';
import { restRoot } from './problem.ts';
import type { Resend } from './resend/resend-responses.ts';
import { securityHeaders } from './security-headers.ts';

export type PublicPort = {
  readonly env: {
    readonly NODE_ENV: string;
    readonly TRUST_PROXY: number | string[];
  };
  readonly rateLimits: RateLimits;
  readonly isAllowedOrigin: IsAllowedOrigin;
};

/**
 * Prepares the port that clients reach: every response has the headers that protect browsers and caches, and every
 * request counts for its address, whatever its path. Comes before all routes.
 */
export function guardPublicPort(
  { app }: Pick<Service, 'app'>,
  { env, rateLimits, isAllowedOrigin }: PublicPort,
  resend: Resend | undefined,
): void {
  app.set('trust proxy', env.TRUST_PROXY);
  if (resend) app.use('/graphql', resend.handler);
  const isProduction = env.NODE_ENV === 'production';
  app.use(securityHeaders(isProduction));
  app.use(compressResponses);
  app.use((_request, response, next) => {
    // Routes whose responses may be cached replace it.
    response.setHeader('cache-control', 'no-store');
    next();
  });
  const graphql = corsFor(isAllowedOrigin, ['GET', 'POST']);
  const rest = corsFor(isAllowedOrigin, ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
  // Scripts of a page can read a refusal only with CORS headers.
  app.use('/graphql', graphql.headers);
  app.use(restRoot, rest.headers);
  app.use(limitByAddress(rateLimits));
  app.use('/graphql', graphql.preflight);
  app.use(restRoot, rest.preflight);
}
