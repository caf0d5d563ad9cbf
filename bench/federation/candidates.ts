import { generateKeyPairSync } from 'node:crypto';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin, type BaseContext } from '@apollo/server';
import {
  createAuthenticator,
  createDenylist,
  createFederation,
  createGatewayMeter,
  createInternalTokens,
  type GatewayContext,
  renameGateway,
  SubgraphDataSource,
  shieldGateway,
} from '@shop/gateway/testing';
import type { Viewer } from '@shop/schema';
import { Registry } from 'prom-client';
import { accessTokens } from './access-tokens.ts';

/** Executes an operation and returns its data as JSON. An error fails. */
export type Send = (query: string) => Promise<string>;

/** The subgraphs that a gateway is in front of. */
export type Supergraph = { readonly supergraphSdl: string; urlOf(name: string): string };

const anonymous = { viewer: undefined, requestId: 'bench' } as GatewayContext;

async function textOf<C extends BaseContext>(
  server: ApolloServer<C>,
  query: string,
  contextValue: C,
): Promise<string> {
  const { body } = await server.executeOperation({ query }, { contextValue });
  if (body.kind !== 'single' || body.singleResult.errors) throw new Error(JSON.stringify(body));
  return JSON.stringify(body.singleResult.data);
}

/** Starts ApolloGateway with Apollo Server, as their documentation does. */
export async function startStock({ supergraphSdl, urlOf }: Supergraph): Promise<Send> {
  const buildService = ({ name }: { name: string }) =>
    new RemoteGraphQLDataSource({ url: urlOf(name) });
  const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl, buildService }) });
  await server.start();
  return (query) => textOf(server, query, {});
}

function createOurs({ supergraphSdl, urlOf }: Supergraph) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const tokenFor = createInternalTokens({ kid: 'i', key: privateKey });
  return createFederation({
    supergraphSdl,
    dataSource: ({ name }) =>
      new SubgraphDataSource({
        ...{ name, url: urlOf(name), timeoutMs: 10_000, tokenFor },
        onFailure: (error) => console.error(error),
      }),
  });
}

/** Starts Apollo Server with our executor, and nothing else. */
export async function startExecutor(supergraph: Supergraph): Promise<Send> {
  const server = new ApolloServer<GatewayContext>({ gateway: createOurs(supergraph) });
  await server.start();
  return (query) => textOf(server, query, anonymous);
}

/**
 * Starts our gateway with all that one request passes: its access token, shield, names, internal tokens. The requests are of
 * so many viewers in turn.
 */
export async function startWithAccess(
  supergraph: Supergraph,
  { viewers, hasMetrics = false }: { viewers: number; hasMetrics?: boolean },
): Promise<Send> {
  const { publicKey, tokens } = accessTokens(viewers);
  const authenticate = createAuthenticator({
    keys: { find: async () => publicKey },
    ...{ issuer: 'shop', audience: 'shop-api', denylist: createDenylist() },
  });
  const { gateway, plugin: shield } = shieldGateway(createOurs(supergraph), authenticate);
  const plugins: ApolloServerPlugin<GatewayContext>[] = [shield];
  if (hasMetrics) plugins.unshift(createGatewayMeter(new Registry()).plugin);
  const server = new ApolloServer<GatewayContext>({ gateway: renameGateway(gateway), plugins });
  await server.start();
  let next = 0;
  return async (query) => {
    const identity: { viewer: Viewer | undefined } = await authenticate(
      `Bearer ${tokens[next++ % tokens.length]}`,
    );
    return textOf(server, query, { ...anonymous, ...identity });
  };
}
