import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInternalTokens } from '../execution/transport/internal-tokens.ts';
import { SubgraphDataSource } from '../execution/transport/subgraph-data-source.ts';
import type { ContextOptions } from '../http/request-context.ts';
import { composeSupergraph } from './compose-supergraph.ts';
import { startGatewayOver } from './test-gateway.ts';

const sdl = 'type Query { hello: String } type Mutation { login: String }';
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** The keys of internal tokens that the subgraph trusts. */
export const gatewayKeys = new Map([['k1', publicKey]]);

export type SubgraphReply = {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: object;
};

/** Starts a gateway over a subgraph that records its requests and responds with `next.reply`. */
export async function startOverRecorder(
  authenticate?: ContextOptions['authenticate'],
  { name = 'greeting', variables = {} }: { name?: string; variables?: Record<string, string> } = {},
) {
  const requests: IncomingMessage[] = [];
  const failures: unknown[] = [];
  const next: { reply: SubgraphReply } = { reply: { body: { data: { hello: 'world' } } } };
  const subgraph = createServer((request, response) => {
    requests.push(request);
    const { status = 200, body = {}, headers = {} } = next.reply;
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => subgraph.listen(0, '127.0.0.1', resolve));
  const { port } = subgraph.address() as AddressInfo;
  const gateway = await startGatewayOver({
    supergraphSdl: composeSupergraph({ [name]: sdl }),
    ...(authenticate && { authenticate }),
    variables,
    dataSource: ({ name }) =>
      new SubgraphDataSource({
        name,
        url: `http://127.0.0.1:${port}/graphql`,
        timeoutMs: 1_000,
        tokenFor: createInternalTokens({ kid: 'k1', key: privateKey }),
        onFailure: (error) => failures.push(error),
      }),
  });
  return {
    url: gateway.url,
    requests,
    failures,
    next,
    async stop() {
      subgraph.closeAllConnections();
      subgraph.close();
      await gateway.stop();
    },
  };
}
