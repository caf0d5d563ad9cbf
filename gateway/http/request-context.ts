import { addToLogContext, requestIdOf } from '@shop/service';
import type { Request, Response } from 'express';
import type { GatewayContext } from '../context.ts';
import type { Authenticate } from '../identity/authenticate.ts';
import { rateLimited, rateLimitHeaders } from '../rate-limit/rate-limited.ts';
import { clientAddress } from './client-address.ts';
import { originRefusal } from './cors.ts';
import type { PublicPort } from './public-port.ts';
import { refreshCookies } from './refresh-cookie.ts';

export type ContextOptions = PublicPort & {
  readonly authenticate: Authenticate;
  readonly env: { readonly OPERATION_TIMEOUT_MS: number };
};

/** Returns a signal that is aborted when the client closes its connection before the response is complete. */
function abortedWhenClosed(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}

/**
 * Returns the function that authenticates a request, counts it for its viewer and collects what the gateway knows about
 * it. Refresh cookies are for paths below `cookiePath`.
 */
export function requestContexts(
  { authenticate, rateLimits, isAllowedOrigin, env }: ContextOptions,
  cookiePath: string,
): (request: Request, response: Response) => Promise<GatewayContext> {
  const isProduction = env.NODE_ENV === 'production';
  const refreshCookieOf = refreshCookies(isAllowedOrigin, isProduction, originRefusal, cookiePath);
  return async (request, response) => {
    const requestId = requestIdOf(response);
    // HTTP caches on the way must separate responses by viewer.
    response.vary('Authorization');
    const refreshCookie = refreshCookieOf(request, response);
    const { viewer, hasExpiredToken } = await authenticate(request.get('authorization'));
    if (viewer) addToLogContext({ viewerId: viewer.id });
    const address = clientAddress(request);
    const result = await rateLimits.byViewer(viewer, address);
    if (result && !result.allowed) throw rateLimited(result);
    if (result) response.setHeaders(new Map(rateLimitHeaders(result)));
    return {
      viewer,
      hasExpiredToken,
      requestId,
      address,
      userAgent: request.get('user-agent'),
      refreshCookie,
      signal: abortedWhenClosed(response),
      onCacheHit: response.locals['onCacheHit'],
      deadline: performance.now() + env.OPERATION_TIMEOUT_MS,
    };
  };
}
