import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { LocalGraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import type { Viewer } from '@shop/schema';
import {
  createHttpServer,
  createLog,
  httpTimeouts,
  logRequests,
  notFound,
  parseEnv,
  serverError,
} from '@shop/service';
import express from 'express';
import { parse } from 'graphql';
import { Registry } from 'prom-client';
import { createResponseStore } from '../cache/create-response-store.ts';
import type { GatewayContext } from '../context.ts';
import { type GatewayEnv, gatewayEnv } from '../env.ts';
import { createFederation, type Federation } from '../execution/create-federation.ts';
import { subgraphUrl } from '../execution/transport/subgraph-urls.ts';
import { allowedOrigins } from '../http/cors.ts';
import { forwardPublicPaths } from '../http/forward-public-paths.ts';
import { serveGraphql } from '../http/graphql-route.ts';
import { createGraphqlServer } from '../http/graphql-server.ts';
import { guardPublicPort } from '../http/public-port.ts';
import type { ContextOptions } from '../http/request-context.ts';
import { createResend } from '../http/resend/resend-responses.ts';
import type { Identity } from '../identity/authenticate.ts';
import { createDenylist, type Denylist } from '../identity/denylist.ts';
import { createGatewayMeter, type GatewayMeter } from '../metrics/gateway-meter.ts';
import { metricLabels } from '../metrics/variables.ts';
import { serveClients } from '../pages/serve-client.ts';
import { servePages } from '../pages/serve-pages.ts';
import { takeForFetches } from '../rate-limit/limit-cost.ts';
import { createRateLimits } from '../rate-limit/rate-limits.ts';
import { connectRedis } from '../redis/connect-redis.ts';
import type { RestRoute } from '../rest/route.ts';
import { serveRest } from '../rest/serve-rest.ts';
import { serveSubscriptions } from '../subscriptions/serve-subscriptions.ts';
import { createSubscriptionGateway } from '../subscriptions/subscription-gateway.ts';
import { createUpdateHub } from '../subscriptions/update-hub.ts';
import { composeSupergraph } from './compose-supergraph.ts';

const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });

/** Returns the environment of a gateway with all defaults, except for these variables. */
export const testEnv = (variables: Readonly<Record<string, string>> = {}): GatewayEnv =>
  parseEnv(gatewayEnv, {
    PORT: '0',
    ACCESS_TOKEN_JWKS_URL: 'http://127.0.0.1:9/jwks',
    REVOCATIONS_URL: 'http://127.0.0.1:9/revocations',
    BUS_DATABASE_URL: 'postgres://127.0.0.1:9/bus',
    INTERNAL_TOKEN_PRIVATE_KEYS: JSON.stringify({ keys: [{ ...jwk, kid: 'test' }] }),
    ...variables,
  });

/** Takes the bearer token for the name of the user; the token `expired` has expired. */
export async function authenticateByName(authorization: string | undefined): Promise<Identity> {
  const id = authorization?.replace(/^Bearer /, '');
  if (id === undefined || id === 'expired') {
    return { viewer: undefined, hasExpiredToken: id !== undefined };
  }
  const viewer: Viewer = {
    id,
    email: `${id}@shop.example`,
    emailVerified: true,
    roles: ['CUSTOMER'],
    scopes: new Set(),
    sessionId: `session of ${id}`,
  };
  return { viewer, hasExpiredToken: false };
}

export type GatewayOptions = Omit<Federation, 'dataSource'> & {
  readonly dataSource: (
    subgraph: Parameters<Federation['dataSource']>[0],
    meter: GatewayMeter,
  ) => ReturnType<Federation['dataSource']>;
  readonly subscribed?: ReadonlySet<string>;
  readonly authenticate?: ContextOptions['authenticate'];
  /** Environment of the gateway. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Prefix of its keys in Redis; gateways with the same prefix are replicas of each other. */
  readonly redisPrefix?: string;
  readonly timeouts?: typeof httpTimeouts;
  /** Whose additions make sessions of subscriptions be verified again. */
  readonly denylist?: Pick<Denylist, 'onAdd'>;
  /** Routes of REST; none by default. */
  readonly routes?: readonly RestRoute[];
};

/** Starts a gateway as start-gateway.ts does, with real HTTP in front and these data sources behind. */
export async function startGatewayOver({
  supergraphSdl,
  dataSource,
  subscribed = new Set(),
  authenticate = authenticateByName,
  variables = {},
  redisPrefix = `test:${randomUUID()}`,
  timeouts = httpTimeouts,
  denylist = createDenylist(),
  routes = [],
}: GatewayOptions) {
  const env = testEnv(variables);
  const logged: string[] = [];
  const log = createLog('gateway', 'info', { write: (line) => void logged.push(line) });
  const app = express().disable('x-powered-by');
  const requests: string[] = [];
  app.use(logRequests(createLog('gateway', 'info', { write: (line) => void requests.push(line) })));
  const httpServer = createHttpServer(app, timeouts);
  const redis = env.REDIS_URL ? connectRedis(env.REDIS_URL, log) : undefined;
  const metrics = new Registry();
  const meter = createGatewayMeter(metrics, metricLabels(env));
  const counting = { redis, prefix: redisPrefix };
  const rateLimits = createRateLimits(env, { ...counting, onRefused: meter.limited });
  const store = createResponseStore(env, { ...counting, onInvalidate: meter.invalidated });
  const gateway = createFederation({
    supergraphSdl,
    dataSource: (subgraph) => dataSource(subgraph, meter),
    maxFetches: env.OPERATION_MAX_FETCHES,
    onFetches: takeForFetches(rateLimits),
    onPlanned: meter.planned,
    sharesQueries: env.SHARE_QUERIES === 'on',
    defer: env.EXPERIMENTAL_DEFER === 'on',
  });
  const subscriptions = createSubscriptionGateway();
  let resent = 0;
  const countCached: typeof meter.countCached = (...counted) => {
    resent++;
    meter.countCached(...counted);
  };
  const resend = store && createResend({ store, authenticate, rateLimits, meter: { countCached } });
  const apollo = createGraphqlServer({
    ...{ meter, subscriptions, resend },
    env,
    log,
    gateway,
    authenticate,
    rateLimits,
    store,
    subscribed,
    httpServer,
  });
  const isAllowedOrigin = allowedOrigins(env.CORS_ORIGINS, env.NODE_ENV === 'production');
  const publicPort = { env, rateLimits, isAllowedOrigin };
  guardPublicPort({ app }, publicPort, resend);
  serveClients(app, env);
  servePages({ app }, env);
  serveRest({ app }, apollo, { ...publicPort, authenticate, log, routes });
  await apollo.start();
  const hub = createUpdateHub();
  const { eventStreams, stop: stopSubscriptions } = serveSubscriptions({
    ...{ ...publicPort, app, server: httpServer, log, apollo, authenticate, hub, denylist, meter },
    gateway: subscriptions,
  });
  serveGraphql({ app }, apollo, { ...publicPort, authenticate, eventStreams });
  forwardPublicPaths(
    { app },
    {
      urlOf: (subgraph) => subgraphUrl(env, subgraph),
      timeoutMs: env.SUBGRAPH_TIMEOUT_MS,
      onFailure: (error) => log.error({ err: error }, 'subgraph failed'),
    },
  );
  app.use(notFound, serverError(log));
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const { port } = httpServer.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    /** Lines of the log, as JSON, but those of requests. */
    logged,
    /** The lines of requests. */
    requests,
    /** Counts the responses that were sent again, without Apollo Server. */
    resent: () => resent,
    store,
    redis,
    metrics,
    /** Where tests publish what events change. */
    hub,
    stopSubscriptions,
    async stop() {
      await stopSubscriptions();
      redis?.disconnect();
      httpServer.closeIdleConnections();
      await apollo.stop();
    },
  };
}
export type TestGateway = Awaited<ReturnType<typeof startGatewayOver>>;

type Resolver = (
  parent: unknown,
  args: Record<string, unknown>,
  context: GatewayContext,
) => unknown;

export type LocalSubgraph = Omit<GatewayOptions, keyof Federation> & {
  readonly sdl: string;
  readonly resolvers?: Readonly<Record<string, Readonly<Record<string, Resolver>>>>;
};

/** Starts a gateway over one subgraph in this process, whose responses it may cache. */
export function startTestGateway({ sdl, resolvers = {}, ...options }: LocalSubgraph) {
  const schema = buildSubgraphSchema({
    typeDefs: parse(sdl),
    resolvers: resolvers as GraphQLResolverMap<unknown>,
  });
  return startGatewayOver({
    supergraphSdl: composeSupergraph({ shop: sdl }),
    dataSource: () => new LocalGraphQLDataSource(schema),
    subscribed: new Set(['shop']),
    ...options,
  });
}
