import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { createServiceProcess, formatErrors, readEnv, signingKey } from '@shop/service';
import type { GatewayContext } from './context.ts';
import { gatewayEnv, subgraphUrl } from './env.ts';
import { serveGraphql } from './graphql-route.ts';
import { createIdentifier } from './identity.ts';
import { createInternalTokens } from './internal-tokens.ts';
import { createJwksClient } from './jwks-client.ts';
import { SubgraphSource } from './subgraph-source.ts';
import { supergraphFromFile } from './supergraph.ts';

const env = readEnv(gatewayEnv);
const service = createServiceProcess('gateway', env);
const { log } = service;

const tokenFor = createInternalTokens(signingKey(env.INTERNAL_TOKEN_PRIVATE_KEYS));
const gateway = new ApolloGateway({
  supergraphSdl: supergraphFromFile(env.SUPERGRAPH_PATH, log),
  buildService: ({ name, url }) =>
    new SubgraphSource({
      name,
      url: subgraphUrl(env, name) ?? url ?? '',
      timeoutMs: env.SUBGRAPH_TIMEOUT_MS,
      tokenFor,
      onFailure: (error, subgraph) => log.error({ err: error, subgraph }, 'subgraph failed'),
    }),
});
const production = env.NODE_ENV === 'production';
const apollo = new ApolloServer<GatewayContext>({
  gateway,
  introspection: !production,
  hideSchemaDetailsFromClientErrors: production,
  formatError: formatErrors(log),
  stopOnTerminationSignals: false,
  plugins: [ApolloServerPluginDrainHttpServer({ httpServer: service.server })],
});
await apollo.start();
service.onStop('apollo', () => apollo.stop());

const keys = createJwksClient(env.ACCESS_TOKEN_JWKS_URL, log);
const identify = createIdentifier(keys, env.ACCESS_TOKEN_ISSUER, env.ACCESS_TOKEN_AUDIENCE);
serveGraphql(service, apollo, identify, env.CORS_ORIGINS);
await service.listen();
