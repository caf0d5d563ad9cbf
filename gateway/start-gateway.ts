import { createBus } from '@shop/messaging';
import { defineService, type Service, signingKey } from '@shop/service';
import { createResponseStore } from './cache/create-response-store.ts';
import { subscribedSubgraphs, subscribeInvalidations } from './cache/invalidation-feed.ts';
import { type GatewayEnv, gatewayEnv } from './env.ts';
import { createFederation } from './execution/create-federation.ts';
import type { CircuitChange } from './execution/transport/http-client.ts';
import { createInternalTokens } from './execution/transport/internal-tokens.ts';
import { SubgraphDataSource } from './execution/transport/subgraph-data-source.ts';
import { subgraphUrl } from './execution/transport/subgraph-urls.ts';
import { allowedOrigins } from './http/cors.ts';
import { forwardPublicPaths } from './http/forward-public-paths.ts';
import { serveGraphql } from './http/graphql-route.ts';
import { createGraphqlServer } from './http/graphql-server.ts';
import { guardPublicPort } from './http/public-port.ts';
import { createResend } from './http/resend/resend-responses.ts';
import { createAuthenticator } from './identity/authenticate.ts';
import { createDenylist } from './identity/denylist.ts';
import { createJwksClient } from './identity/jwks-client.ts';
import { subscribeRevocations } from './identity/revocation-feed.ts';
import { createGatewayMeter } from './metrics/gateway-meter.ts';
import { metricLabels } from './metrics/variables.ts';
import { serveClients } from './pages/serve-client.ts';
import { servePages } from './pages/serve-pages.ts';
import { takeForFetches } from './rate-limit/limit-cost.ts';
import { createRateLimits } from './rate-limit/rate-limits.ts';
import { connectRedis } from './redis/connect-redis.ts';
import { serveRest } from './rest/serve-rest.ts';
import { serveSubscriptions } from './subscriptions/serve-subscriptions.ts';
import { createSubscriptionGateway } from './subscriptions/subscription-gateway.ts';
import { createUpdateHub, subscribeUpdates } from './subscriptions/update-hub.ts';
import { supergraphFromFile } from './supergraph/load-supergraph.ts';

async function open(service: Service, env: GatewayEnv): Promise<void> {
  const { log, onStop } = service;
  const timeoutMs = env.SUBGRAPH_TIMEOUT_MS;
  const urlOf = (subgraph: string) => subgraphUrl(env, subgraph);
  const onFailure = (error: unknown, subgraph: string) =>
    log.error({ err: error, subgraph }, 'subgraph failed');
  const meter = createGatewayMeter(service.metrics, metricLabels(env));
  const onCircuitChange = (circuit: CircuitChange, subgraph: string) => {
    meter.circuit(circuit, subgraph);
    log.warn({ circuit, subgraph }, 'circuit of a subgraph');
  };
  const maxResponseBytes = env.SUBGRAPH_MAX_RESPONSE_BYTES;
  const onFetched = meter.fetched;
  const subgraphOptions = { timeoutMs, maxResponseBytes, onFailure, onCircuitChange, onFetched };
  const tokenFor = createInternalTokens(signingKey(env.INTERNAL_TOKEN_PRIVATE_KEYS));
  const redis = env.REDIS_URL ? connectRedis(env.REDIS_URL, log) : undefined;
  if (redis) onStop('redis', async () => redis.disconnect());
  const rateLimits = createRateLimits(env, { redis, onRefused: meter.limited });
  const gateway = createFederation({
    supergraphSdl: supergraphFromFile(env.SUPERGRAPH_PATH, log, meter.supergraph),
    maxFetches: env.OPERATION_MAX_FETCHES,
    onFetches: takeForFetches(rateLimits),
    onPlanned: meter.planned,
    sharesQueries: env.SHARE_QUERIES === 'on',
    defer: env.EXPERIMENTAL_DEFER === 'on',
    dataSource({ name, url = '' }) {
      meter.subgraph(name);
      return new SubgraphDataSource({
        ...subgraphOptions,
        name,
        url: urlOf(name) ?? url,
        tokenFor,
      });
    },
  });
  const store = createResponseStore(env, { redis, onInvalidate: meter.invalidated });
  const subscribed = subscribedSubgraphs;
  const httpServer = service.server;
  const denylist = createDenylist();
  const keys = createJwksClient(env.ACCESS_TOKEN_JWKS_URL, log);
  const { ACCESS_TOKEN_ISSUER: issuer, ACCESS_TOKEN_AUDIENCE: audience } = env;
  const authenticate = createAuthenticator({ keys, issuer, audience, denylist });
  const subscriptions = createSubscriptionGateway();
  const resend = store && createResend({ store, authenticate, rateLimits, meter });
  const apollo = createGraphqlServer({
    ...{ env, log, gateway, authenticate, rateLimits, store, subscribed, httpServer },
    ...{ subscriptions, meter, resend },
  });
  const isAllowedOrigin = allowedOrigins(env.CORS_ORIGINS, env.NODE_ENV === 'production');
  const publicPort = { env, rateLimits, isAllowedOrigin };
  guardPublicPort(service, publicPort, resend);
  serveClients(service.app, env);
  servePages(service, env);
  serveRest(service, apollo, { ...publicPort, authenticate, log });
  await apollo.start();
  onStop('apollo', () => apollo.stop());

  const bus = await createBus(env.bus, log);
  onStop('bus', () => bus.close());
  const token = () => tokenFor(undefined, 'user');
  const revocations = subscribeRevocations({ bus, url: env.REVOCATIONS_URL, token, denylist, log });
  onStop('revocations', () => revocations.stop());
  const invalidations = store && subscribeInvalidations({ bus, store, log });
  onStop('invalidations', async () => invalidations?.stop());
  const hub = createUpdateHub();
  const updates = subscribeUpdates(bus, hub);
  onStop('updates', () => updates.stop());

  const { eventStreams, stop } = serveSubscriptions({
    ...{ app: service.app, server: httpServer, log, apollo, gateway: subscriptions, hub, denylist },
    ...{ ...publicPort, authenticate, meter },
  });
  service.onDrain('subscriptions', stop);
  serveGraphql(service, apollo, { ...publicPort, authenticate, eventStreams });
  forwardPublicPaths(service, { urlOf, timeoutMs, onFailure });
}

/** Starts the gateway. */
export const startGateway = defineService('gateway', gatewayEnv, open, 'public');
