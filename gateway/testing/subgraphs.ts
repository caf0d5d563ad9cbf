import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import type { Viewer } from '@shop/schema';
import { createHttpServer, createLog } from '@shop/service';
import express from 'express';
import { shielded } from '../access/shielded-gateway.ts';
import { apolloOptions } from '../apollo-options.ts';
import type { GatewayContext } from '../context.ts';
import { serveGraphql } from '../graphql-route.ts';
import { createRateLimits } from '../rate-limit/rate-limits.ts';
import { createInternalTokens } from '../subgraphs/internal-tokens.ts';
import { SubgraphSource } from '../subgraphs/subgraph-source.ts';
import { checkingScalars } from '../supergraph/scalars.ts';
import { composed } from './access-fuzz/supergraph.ts';
import { testEnv } from './gateway.ts';

const sdl = 'type Query { hello: String }';
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Who subgraphs believe in these tests. */
export const gatewayKeys = new Map([['k1', publicKey]]);

export type SubgraphAnswer = { readonly status?: number; readonly body?: unknown };

/** A gateway as main.ts makes it, over a subgraph that keeps what it is sent and answers as told. */
export async function startOverRecorder(
  identify: (a: string | undefined) => Promise<Viewer | undefined>,
) {
  const requests: IncomingMessage[] = [];
  const failures: unknown[] = [];
  const told: { answer: SubgraphAnswer } = { answer: { body: { data: { hello: 'world' } } } };
  const subgraph = createServer((request, response) => {
    requests.push(request);
    const { status = 200, body = {} } = told.answer;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => subgraph.listen(0, '127.0.0.1', resolve));
  const tokenFor = createInternalTokens({ kid: 'k1', key: privateKey });
  const federation = new ApolloGateway({
    supergraphSdl: composed({ greeting: sdl }),
    buildService: ({ name }) =>
      new SubgraphSource({
        name,
        url: `http://127.0.0.1:${(subgraph.address() as AddressInfo).port}/graphql`,
        timeoutMs: 1_000,
        tokenFor,
        onFailure: (error) => failures.push(error),
      }),
  });
  const env = testEnv();
  const { gateway, plugin } = shielded(checkingScalars(federation));
  const log = createLog('test', 'silent');
  const apollo = new ApolloServer<GatewayContext>({
    ...apolloOptions(env, log),
    gateway,
    plugins: [plugin],
  });
  await apollo.start();
  const app = express();
  const server = createHttpServer(app);
  serveGraphql({ app }, apollo, { env, identify, rateLimits: createRateLimits(env) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    requests,
    failures,
    told,
    async stop() {
      server.closeAllConnections();
      subgraph.closeAllConnections();
      server.close();
      subgraph.close();
      await apollo.stop();
    },
  };
}
