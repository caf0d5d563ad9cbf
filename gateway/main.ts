import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { createBus } from '@shop/messaging';
import { createServiceProcess, readEnv, signingKey } from '@shop/service';
import { shielded } from './access/shielded-gateway.ts';
import { apolloOptions, gatekeepers } from './apollo-options.ts';
import { followChanges, heardSubgraphs } from './cache/change-feed.ts';
import { createAnswerStore } from './cache/create-store.ts';
import { responseCache } from './cache/response-cache.ts';
import type { GatewayContext } from './context.ts';
import { gatewayEnv, subgraphUrl } from './env.ts';
import { serveGraphql } from './graphql-route.ts';
import { forwardPublicPaths } from './http/forward.ts';
import { createIdentifier } from './identity/identity.ts';
import { createJwksClient } from './identity/jwks-client.ts';
import { followRevocations } from './identity/revocation-feed.ts';
import { createDenylist } from './identity/revocations.ts';
import { createRateLimits } from './rate-limit/rate-limits.ts';
import { connectRedis } from './rate-limit/redis.ts';
import { createInternalTokens } from './subgraphs/internal-tokens.ts';
import { SubgraphSource } from './subgraphs/subgraph-source.ts';
import { checkingScalars } from './supergraph/scalars.ts';
import { supergraphFromFile } from './supergraph/supergraph.ts';

const env = readEnv(gatewayEnv);
const service = createServiceProcess('gateway', env);
const { log } = service;

const onFailure = (error: unknown, subgraph: string) =>
  log.error({ err: error, subgraph }, 'subgraph failed');
const tokenFor = createInternalTokens(signingKey(env.INTERNAL_TOKEN_PRIVATE_KEYS));
const federation = new ApolloGateway({
  supergraphSdl: supergraphFromFile(env.SUPERGRAPH_PATH, log),
  buildService: ({ name, url }) =>
    new SubgraphSource({
      name,
      url: subgraphUrl(env, name) ?? url ?? '',
      timeoutMs: env.SUBGRAPH_TIMEOUT_MS,
      tokenFor,
      onFailure,
    }),
});
const { gateway, plugin: access, policy } = shielded(checkingScalars(federation));
const redis = env.REDIS_URL ? connectRedis(env.REDIS_URL, log) : undefined;
if (redis) service.onStop('redis', async () => redis.disconnect());
const rateLimits = createRateLimits(env, redis);
const store = createAnswerStore(env, redis);
const apollo = new ApolloServer<GatewayContext>({
  ...apolloOptions(env, log),
  gateway,
  plugins: [
    ...gatekeepers(env, rateLimits),
    access,
    responseCache({ policy, store, heard: heardSubgraphs }),
    ApolloServerPluginDrainHttpServer({ httpServer: service.server }),
  ],
});
await apollo.start();
service.onStop('apollo', () => apollo.stop());

const bus = await createBus({
  rabbitmqUrl: env.RABBITMQ_URL,
  busDatabaseUrl: env.BUS_DATABASE_URL,
  log,
});
service.onStop('bus', () => bus.close());
if (store) {
  const changes = followChanges({ bus, store, log });
  service.onStop('changes', () => changes.stop());
}
const denylist = createDenylist();
const revocations = followRevocations({
  bus,
  url: env.REVOCATIONS_URL,
  token: () => tokenFor(undefined, 'user'),
  denylist,
  log,
});
service.onStop('revocations', () => revocations.stop());
const identify = createIdentifier({
  keys: createJwksClient(env.ACCESS_TOKEN_JWKS_URL, log),
  issuer: env.ACCESS_TOKEN_ISSUER,
  audience: env.ACCESS_TOKEN_AUDIENCE,
  denylist,
});
serveGraphql(service, apollo, { env, identify, rateLimits });
forwardPublicPaths(service, { env, rateLimits, onFailure });
await service.listen();
