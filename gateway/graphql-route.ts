import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import type { Viewer } from '@shop/schema';
import { jsonBody, type ServiceProcess } from '@shop/service';
import { type GatewayContext, requestIdOf, traceparentOf } from './context.ts';
import type { GatewayEnv } from './env.ts';
import { corsFor } from './http/cors.ts';
import { securityHeaders } from './http/security-headers.ts';
import { clientAddress } from './rate-limit/address.ts';
import { addressCap } from './rate-limit/address-cap.ts';
import type { RateLimits } from './rate-limit/rate-limits.ts';
import { rateLimited, rateLimitHeaders } from './rate-limit/refusal.ts';

/** Largest request body; operations with their variables are far smaller. */
const bodyLimit = '100kb';

export type GraphqlRoute = {
  readonly env: Pick<GatewayEnv, 'NODE_ENV' | 'CORS_ORIGINS' | 'TRUST_PROXY'>;
  readonly identify: (authorization: string | undefined) => Promise<Viewer | undefined>;
  readonly rateLimits: RateLimits;
};

/** Serves GraphQL over HTTP at `/graphql`. What can be refused is, before more work is done for it. */
export function serveGraphql(
  { app }: Pick<ServiceProcess, 'app'>,
  apollo: ApolloServer<GatewayContext>,
  { env, identify, rateLimits }: GraphqlRoute,
): void {
  app.set('trust proxy', env.TRUST_PROXY);
  app.use(securityHeaders(env.NODE_ENV === 'production'));
  app.use(
    '/graphql',
    ...corsFor(env.CORS_ORIGINS),
    addressCap(rateLimits),
    ...jsonBody(bodyLimit),
    expressMiddleware(apollo, {
      context: async ({ req, res }) => {
        const requestId = requestIdOf(req);
        res.setHeader('x-request-id', requestId);
        // Caches in between keep answers too: those of staff and visitors differ.
        res.vary('Authorization');
        const viewer = await identify(req.get('authorization'));
        const address = clientAddress(req);
        const verdict = await rateLimits.caller(viewer, address);
        if (verdict && !verdict.allowed) throw rateLimited(verdict);
        if (verdict) res.setHeaders(new Map(rateLimitHeaders(verdict)));
        return {
          viewer,
          requestId,
          address,
          userAgent: req.get('user-agent'),
          traceparent: traceparentOf(req),
        };
      },
    }),
  );
}
