import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import type { Viewer } from '@shop/schema';
import {
  createHttpServer,
  createLog,
  httpTimeouts,
  notFound,
  parseEnv,
  serverError,
} from '@shop/service';
import express from 'express';
import { parse } from 'graphql';
import { shielded } from '../access/shielded-gateway.ts';
import { apolloOptions, gatekeepers } from '../apollo-options.ts';
import { createAnswerStore } from '../cache/create-store.ts';
import { responseCache } from '../cache/response-cache.ts';
import type { GatewayContext } from '../context.ts';
import { type GatewayEnv, gatewayEnv } from '../env.ts';
import { serveGraphql } from '../graphql-route.ts';
import { forwardPublicPaths } from '../http/forward.ts';
import { createRateLimits } from '../rate-limit/rate-limits.ts';
import { connectRedis } from '../rate-limit/redis.ts';
import { checkingScalars } from '../supergraph/scalars.ts';
import { composed } from './access-fuzz/supergraph.ts';

const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });

/** The environment of a gateway with all defaults, but for the variables that are given. */
export const testEnv = (variables: Readonly<Record<string, string>> = {}): GatewayEnv =>
  parseEnv(gatewayEnv, {
    PORT: '0',
    ACCESS_TOKEN_JWKS_URL: 'http://127.0.0.1:9/jwks',
    REVOCATIONS_URL: 'http://127.0.0.1:9/revocations',
    BUS_DATABASE_URL: 'postgres://127.0.0.1:9/bus',
    INTERNAL_TOKEN_PRIVATE_KEYS: JSON.stringify({ keys: [{ ...jwk, kid: 'test' }] }),
    ...variables,
  });

/** In these tests a bearer token is the name of its user. */
async function identify(authorization: string | undefined): Promise<Viewer | undefined> {
  const id = authorization?.replace(/^Bearer /, '');
  if (id === undefined) return undefined;
  const email = `${id}@shop.example`;
  return { id, email, roles: ['CUSTOMER'], scopes: new Set(), sessionId: `session of ${id}` };
}

type Resolver = (
  parent: unknown,
  args: Record<string, unknown>,
  context: GatewayContext,
) => unknown;

export type TestShop = {
  /** SDL of the only subgraph, which runs in this process. */
  readonly sdl: string;
  readonly resolvers?: Readonly<Record<string, Readonly<Record<string, Resolver>>>>;
  /** Environment of the gateway. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Name of its counters in Redis; gateways of one name are replicas of each other. */
  readonly counters?: string;
  readonly timeouts?: typeof httpTimeouts;
};

export type Reply = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Of the errors in the body. */
  readonly codes: readonly unknown[];
};

/** Sends any request and reads its answer as text and as codes of errors. */
export async function send(url: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(url, init);
  const text = await response.text();
  let codes: unknown[] = [];
  if (response.headers.get('content-type')?.includes('json')) {
    const { errors = [] } = JSON.parse(text) as { errors?: { extensions?: { code?: unknown } }[] };
    codes = errors.map(({ extensions }) => extensions?.code);
  }
  return { status: response.status, headers: response.headers, text, codes };
}

/** Makes the body and headers of a GraphQL request over POST. */
export const json = (body: unknown, headers: Readonly<Record<string, string>> = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** Starts a gateway as main.ts does, over one subgraph in this process and with real HTTP. */
export async function startTestGateway({
  sdl,
  resolvers = {},
  variables = {},
  counters = `test:${randomUUID()}`,
  timeouts = httpTimeouts,
}: TestShop) {
  const env = testEnv(variables);
  const logged: string[] = [];
  const log = createLog('gateway', 'info', { write: (line) => void logged.push(line) });
  const schema = buildSubgraphSchema({
    typeDefs: parse(sdl),
    resolvers: resolvers as GraphQLResolverMap<unknown>,
  });
  const federation = new ApolloGateway({
    supergraphSdl: composed({ shop: sdl }),
    buildService: () => new LocalGraphQLDataSource(schema),
  });
  const { gateway, plugin: access, policy } = shielded(checkingScalars(federation));
  const app = express().disable('x-powered-by');
  const server = createHttpServer(app, timeouts);
  const redis = env.REDIS_URL ? connectRedis(env.REDIS_URL, log) : undefined;
  const rateLimits = createRateLimits(env, redis, counters);
  const store = createAnswerStore(env, redis, counters);
  const apollo = new ApolloServer<GatewayContext>({
    ...apolloOptions(env, log),
    gateway,
    plugins: [
      ...gatekeepers(env, rateLimits),
      access,
      responseCache({ policy, store, heard: new Set(['shop']) }),
      ApolloServerPluginDrainHttpServer({ httpServer: server }),
    ],
  });
  await apollo.start();
  serveGraphql({ app }, apollo, { env, identify, rateLimits });
  const onFailure = (error: unknown) => log.error({ err: error }, 'subgraph failed');
  forwardPublicPaths({ app }, { env, rateLimits, onFailure });
  app.use(notFound, serverError(log));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    /** Lines of the log, as JSON. */
    logged,
    redis,
    async stop() {
      redis?.disconnect();
      server.closeIdleConnections();
      await apollo.stop();
    },
  };
}
export type TestGateway = Awaited<ReturnType<typeof startTestGateway>>;
