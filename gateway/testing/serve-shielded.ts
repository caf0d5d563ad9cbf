import type { ApolloGateway } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import type { Viewer } from '@shop/schema';
import { createDocumentStore } from '@shop/service';
import type { ExecutionResult } from 'graphql';
import type { AccessPolicy } from '../access/policy.ts';
import { shieldGateway } from '../access/shield-gateway.ts';
import type { GatewayContext } from '../context.ts';
import { renameGateway } from '../names/rename-gateway.ts';

import { authenticateByName } from './test-gateway.ts';

export type Operation = {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly extensions?: Record<string, unknown>;
};

export type Response = ExecutionResult & {
  readonly status: number | undefined;
  readonly headers: ReadonlyMap<string, string>;
};

/** Plugins beside the shield, which may read its policy. */
export type Plugins = (
  policy: () => AccessPolicy | undefined,
) => ApolloServerPlugin<GatewayContext>[];

/** Starts an Apollo Server on a shielded gateway, without HTTP and without the other checks. */
export async function serveShielded(inner: ApolloGateway, plugins: Plugins = () => []) {
  const { gateway, plugin, policy } = shieldGateway(inner, authenticateByName);
  const server = new ApolloServer<GatewayContext>({
    gateway: renameGateway(gateway),
    documentStore: createDocumentStore(),
    plugins: [plugin, ...plugins(policy)],
    includeStacktraceInErrorResponses: false,
  });
  await server.start();
  return {
    stop: () => server.stop(),
    async run(operation: Operation, viewer: Viewer | undefined): Promise<Response> {
      const contextValue = { viewer, requestId: 'r' } as GatewayContext;
      const { body, http } = await server.executeOperation(operation, { contextValue });
      if (body.kind !== 'single') throw new Error('incremental');
      const { status, headers } = http;
      return { ...(body.singleResult as ExecutionResult), status, headers };
    },
  };
}
