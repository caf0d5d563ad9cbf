import { createBus } from '@shop/messaging';
import { createService, readEnv, run, signingKey } from '@shop/service';
import { createResponseStore } from './cache/create-response-store.ts';
import { subscribedSubgraphs, subscribeInvalidations } from './cache/invalidation-feed.ts';
import { gatewayEnv } from './env.ts';
import { createFederation } from './execution/create-federation.ts';
import { createInternalTokens } from './execution/internal-tokens.ts';
import { SubgraphDataSource } from './execution/subgraph-data-source.ts';
import { subgraphUrl } from './execution/subgraph-urls.ts';
import { forwardPublicPaths } from './http/forward-public-paths.ts';
import { serveGraphql } from './http/graphql-route.ts';
import { createGraphqlServer } from './http/graphql-server.ts';
import { createAuthenticator } from './identity/authenticate.ts';
import { createDenylist } from './identity/denylist.ts';
import { createJwksClient } from './identity/jwks-client.ts';
import { subscribeRevocations } from './identity/revocation-feed.ts';
import { createRateLimits } from './rate-limit/rate-limits.ts';
import { connectRedis } from './redis/connect-redis.ts';
import { supergraphFromFile } from './supergraph/load-supergraph.ts';

const env = readEnv(gatewayEnv);
const service = createService('gateway', env);
run(service);
const { log } = service;

const timeoutMs = env.SUBGRAPH_TIMEOUT_MS;
const urlOf = (subgraph: string) => subgraphUrl(env, subgraph);
const onFailure = (error: unknown, subgraph: string) =>
  log.error({ err: error, subgraph }, 'subgraph failed');
const tokenFor = createInternalTokens(signingKey(env.INTERNAL_TOKEN_PRIVATE_KEYS));
const redis = env.REDIS_URL ? connectRedis(env.REDIS_URL, log) : undefined;
if (redis) service.onStop('redis', async () => redis.disconnect());
const rateLimits = createRateLimits(env, redis);
const store = createResponseStore(env, redis);

const apollo = createGraphqlServer({
  env,
  log,
  rateLimits,
  store,
  subscribed: subscribedSubgraphs,
  httpServer: service.server,
  gateway: createFederation({
    supergraphSdl: supergraphFromFile(env.SUPERGRAPH_PATH, log),
    dataSource: ({ name, url = '' }) =>
      new SubgraphDataSource({ name, url: urlOf(name) ?? url, timeoutMs, tokenFor, onFailure }),
  }),
});
await apollo.start();
service.onStop('apollo', () => apollo.stop());

const bus = await createBus(env.bus, log);
service.onStop('bus', () => bus.close());
if (store) {
  const invalidations = subscribeInvalidations({ bus, store, log });
  service.onStop('invalidations', () => invalidations.stop());
}
const denylist = createDenylist();
const revocations = subscribeRevocations({
  bus,
  url: env.REVOCATIONS_URL,
  token: () => tokenFor(undefined, 'user'),
  denylist,
  log,
});
service.onStop('revocations', () => revocations.stop());

const authenticate = createAuthenticator({
  keys: createJwksClient(env.ACCESS_TOKEN_JWKS_URL, log),
  issuer: env.ACCESS_TOKEN_ISSUER,
  audience: env.ACCESS_TOKEN_AUDIENCE,
  denylist,
});
serveGraphql(service, apollo, { env, authenticate, rateLimits });
forwardPublicPaths(service, { urlOf, timeoutMs, rateLimits, onFailure });
await service.listen();
