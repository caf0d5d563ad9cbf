import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import { jsonBody, type Service } from '@shop/service';
import type { RequestHandler } from 'express';
import type { GatewayContext } from '../context.ts';
import { acceptDocumentId } from './document-id.ts';
import { type ContextOptions, requestContexts } from './request-context.ts';

/** Largest request body; operations with their variables are far smaller. */
const bodyLimit = 100 * 1_024;

export type GraphqlRoute = ContextOptions & {
  /** Serves subscriptions as event streams, and passes all other requests on. */
  readonly eventStreams: RequestHandler;
};

/** Serves GraphQL over HTTP at `/graphql`. Each check runs before more expensive work. */
export function serveGraphql(
  { app }: Pick<Service, 'app'>,
  apollo: ApolloServer<GatewayContext>,
  { eventStreams, ...options }: GraphqlRoute,
): void {
  const contextOf = requestContexts(options, '/graphql');
  app.use(
    '/graphql',
    ...jsonBody(bodyLimit),
    acceptDocumentId,
    eventStreams,
    expressMiddleware(apollo, { context: ({ req, res }) => contextOf(req, res) }),
  );
}
