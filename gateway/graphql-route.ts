import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import type { Viewer } from '@shop/schema';
import { jsonBody, type ServiceProcess } from '@shop/service';
import cors from 'cors';
import { type GatewayContext, requestIdOf } from './context.ts';

/** Largest request body; operations with their variables are far smaller. */
const bodyLimit = '100kb';

/** Serves GraphQL over HTTP at `/graphql`. */
export function serveGraphql(
  { app }: ServiceProcess,
  apollo: ApolloServer<GatewayContext>,
  identify: (authorization: string | undefined) => Promise<Viewer | undefined>,
  corsOrigins: readonly string[],
): void {
  app.use(
    '/graphql',
    cors({ origin: [...corsOrigins], maxAge: 600, exposedHeaders: ['x-request-id'] }),
    ...jsonBody(bodyLimit),
    expressMiddleware(apollo, {
      context: async ({ req, res }) => {
        const requestId = requestIdOf(req);
        res.setHeader('x-request-id', requestId);
        return {
          viewer: await identify(req.get('authorization')),
          requestId,
          traceparent: req.get('traceparent'),
        };
      },
    }),
  );
}
