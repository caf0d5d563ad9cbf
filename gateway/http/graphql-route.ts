import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import { addToLogContext, jsonBody, requestIdOf, type Service } from '@shop/service';
import type { GatewayContext } from '../context.ts';
import type { Identity } from '../identity/authenticate.ts';
import { rateLimited, rateLimitHeaders } from '../rate-limit/rate-limited.ts';
import type { RateLimits } from '../rate-limit/rate-limits.ts';
import { clientAddress } from './client-address.ts';
import { traceparentOf } from './request-headers.ts';

/** Largest request body; operations with their variables are far smaller. */
const bodyLimit = '100kb';

export type GraphqlRoute = {
  readonly authenticate: (authorization: string | undefined) => Promise<Identity>;
  readonly rateLimits: RateLimits;
};

/** Serves GraphQL over HTTP at `/graphql`. Each check runs before more expensive work. */
export function serveGraphql(
  { app }: Pick<Service, 'app'>,
  apollo: ApolloServer<GatewayContext>,
  { authenticate, rateLimits }: GraphqlRoute,
): void {
  app.use(
    '/graphql',
    ...jsonBody(bodyLimit),
    expressMiddleware(apollo, {
      context: async ({ req, res }) => {
        const requestId = requestIdOf(res);
        // HTTP caches on the way must separate responses by viewer.
        res.vary('Authorization');
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
        };
      },
    }),
  );
}
