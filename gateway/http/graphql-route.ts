import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import { addToLogContext, jsonBody, requestIdOf, type Service } from '@shop/service';
import type { RequestHandler, Response } from 'express';
import type { GatewayContext } from '../context.ts';
import type { Authenticate } from '../identity/authenticate.ts';
import { rateLimited, rateLimitHeaders } from '../rate-limit/rate-limited.ts';
import { clientAddress } from './client-address.ts';
import { originRefusal } from './cors.ts';
import type { PublicPort } from './public-port.ts';
import { refreshCookies } from './refresh-cookie.ts';
import { traceparentOf } from './request-headers.ts';

/** Largest request body; operations with their variables are far smaller. */
const bodyLimit = '100kb';

export type GraphqlRoute = PublicPort & {
  readonly authenticate: Authenticate;
  readonly env: { readonly OPERATION_TIMEOUT_MS: number };
  /** Serves subscriptions as event streams, and passes all other requests on. */
  readonly eventStreams: RequestHandler;
};

/** Returns a signal that is aborted when the client closes its connection before the response is complete. */
function abortedWhenClosed(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}

/** Serves GraphQL over HTTP at `/graphql`. Each check runs before more expensive work. */
export function serveGraphql(
  { app }: Pick<Service, 'app'>,
  apollo: ApolloServer<GatewayContext>,
  { authenticate, rateLimits, isAllowedOrigin, env, eventStreams }: GraphqlRoute,
): void {
  const isProduction = env.NODE_ENV === 'production';
  const refreshCookieOf = refreshCookies(isAllowedOrigin, isProduction, originRefusal);
  app.use(
    '/graphql',
    ...jsonBody(bodyLimit),
    eventStreams,
    expressMiddleware(apollo, {
      context: async ({ req, res }) => {
        const requestId = requestIdOf(res);
        // HTTP caches on the way must separate responses by viewer.
        res.vary('Authorization');
        const refreshCookie = refreshCookieOf(req, res);
        const { viewer, hasExpiredToken } = await authenticate(req.get('authorization'));
        if (viewer) addToLogContext({ viewerId: viewer.id });
        const address = clientAddress(req);
        const result = await rateLimits.byViewer(viewer, address);
        if (result && !result.allowed) throw rateLimited(result);
        if (result) res.setHeaders(new Map(rateLimitHeaders(result)));
        return {
          viewer,
          hasExpiredToken,
          requestId,
          address,
          userAgent: req.get('user-agent'),
          traceparent: traceparentOf(req),
          refreshCookie,
          signal: abortedWhenClosed(res),
          deadline: performance.now() + env.OPERATION_TIMEOUT_MS,
        };
      },
    }),
  );
}
