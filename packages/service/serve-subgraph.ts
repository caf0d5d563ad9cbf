import type { KeyObject } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { expressMiddleware } from '@as-integrations/express5';
import type { Origin, SubgraphName } from '@shop/schema';
import type { Request, Response } from 'express';
import { cacheControl } from './cache-control/cache-control.ts';
import { createDocumentStore } from './document-store.ts';
import { formatErrors } from './format-errors.ts';
import { requireInternalToken, type ViewerContext } from './internal-token.ts';
import { jsonBody } from './json-body.ts';
import { knownOperations } from './known-operations.ts';
import { addToLogContext } from './log-context.ts';
import { logOperations, requestIdOf } from './log-requests.ts';
import { measureRootFields } from './metrics/measure-root-fields.ts';
import { type OwnRules, permissionsOf } from './permissions.ts';
import type { Service } from './service.ts';
import { applyMiddleware } from './shield.ts';
import { subgraphSchema } from './subgraph-schema.ts';

export type Subgraph<C extends ViewerContext> = {
  readonly name: SubgraphName;
  readonly resolvers: object;
  /** Ownership and other rules that the SDL cannot express. */
  readonly permissions?: OwnRules;
  /** Creates the context of one request. */
  readonly context: (viewer: ViewerContext, origin: Origin) => C;
  /** Keys of the gateway's internal tokens by `kid`. */
  readonly gatewayKeys: ReadonlyMap<string, KeyObject>;
};

/** Serves a subgraph at `/graphql`, to the gateway only. */
export async function serveSubgraph<C extends ViewerContext>(
  service: Service,
  { name, resolvers, permissions, context, gatewayKeys }: Subgraph<C>,
): Promise<void> {
  const bare = subgraphSchema(name, resolvers);
  const schema = applyMiddleware(
    bare,
    measureRootFields(service.metrics, bare),
    permissionsOf(bare, permissions),
  );
  const formatError = formatErrors(service.log);
  const contextOf = (request: Request, response: Response): C => {
    const viewerContext = response.locals['viewerContext'] as ViewerContext;
    const { viewerData } = (request.body?.extensions ?? {}) as Pick<ViewerContext, 'viewerData'>;
    const actorId = viewerContext.viewer?.id;
    addToLogContext({ viewerId: actorId });
    const origin = {
      correlationId: requestIdOf(response),
      traceparent: request.get('traceparent'),
      actorId,
    };
    return context({ ...viewerContext, viewerData }, origin);
  };
  const known = knownOperations({ schema, contextOf, formatError });
  const apollo = new ApolloServer<C>({
    schema,
    formatError,
    documentStore: createDocumentStore(),
    stopOnTerminationSignals: false,
    plugins: [
      known.plugin,
      logOperations,
      cacheControl(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginDrainHttpServer({ httpServer: service.server }),
    ],
  });
  await apollo.start();
  service.onStop('apollo', () => apollo.stop());
  service.app.use(
    '/graphql',
    requireInternalToken(name, gatewayKeys),
    ...jsonBody(2 ** 20),
    known.handler,
    expressMiddleware(apollo, { context: async ({ req, res }) => contextOf(req, res) }),
  );
}
