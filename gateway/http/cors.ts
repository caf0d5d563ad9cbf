import { isLocalOrigin } from '@shop/service';
import cors from 'cors';
import type { RequestHandler } from 'express';
import { sendRefusal } from './problem.ts';
import { asksForCookies } from './refresh-cookie.ts';

const exposedHeaders = [
  'x-request-id',
  'retry-after',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
  'etag',
  'link',
  'location',
  'allow',
  'deprecation',
  'sunset',
];

/** Apollo Sandbox on its own site, and embedded in the page that a gateway in development serves. */
const sandboxOrigins = [
  'https://studio.apollographql.com',
  'https://sandbox.embed.apollographql.com',
  'https://explorer.embed.apollographql.com',
];

/** Whether a page of this origin is in development: on this machine, or Apollo Sandbox. */
const isDevelopmentOrigin = (origin: string): boolean =>
  sandboxOrigins.includes(origin) || isLocalOrigin(origin);

/** Whether pages of an origin may call. */
export type IsAllowedOrigin = (origin: string) => boolean;

/** Allows the listed origins; outside production also any port of this machine and Apollo Sandbox. */
export function allowedOrigins(origins: readonly string[], isProduction: boolean): IsAllowedOrigin {
  const listed = new Set(origins);
  return (origin) => listed.has(origin) || (!isProduction && isDevelopmentOrigin(origin));
}

export type Cors = {
  /** Sets the headers by which browsers let scripts of an allowed page read the response. */
  readonly headers: RequestHandler;
  /** Responds to preflight requests; refuses those of pages that may not call. */
  readonly preflight: RequestHandler;
};

/**
 * Allows browsers to call with these methods from these origins. Others get no CORS header, and their preflight requests
 * are refused. Cookies are allowed only for requests in the session mode `cookie`; other requests have bearer tokens that scripts
 * add themselves.
 */
export function corsFor(isAllowed: IsAllowedOrigin, methods: readonly string[]): Cors {
  const setHeaders = cors((request, decide) =>
    decide(null, {
      origin: (origin, allow) =>
        allow(null, origin !== undefined && isAllowed(origin) ? origin : false),
      credentials: asksForCookies(request),
      methods: [...methods],
      maxAge: 600,
      exposedHeaders,
      preflightContinue: true,
    }),
  );
  return {
    headers(request, response, next) {
      // Caches must not serve the response for one origin to another, or to a request without one.
      response.vary('Origin');
      setHeaders(request, response, next);
    },
    preflight(request, response, next) {
      if (request.method !== 'OPTIONS') return next();
      const origin = request.get('origin');
      const isPreflight = request.get('access-control-request-method') !== undefined;
      if (!isPreflight || origin === undefined || isAllowed(origin)) {
        return void response.status(204).set('content-length', '0').end();
      }
      sendRefusal('FORBIDDEN', originRefusal(origin), 403, response);
    },
  };
}

/** Returns the message for pages of an origin that is not allowed. */
export const originRefusal = (origin: string) =>
  `Pages of the origin ${JSON.stringify(origin)} may not call this API. To allow it, add it to \`CORS_ORIGINS\`.`;
