import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Viewer } from '@shop/schema';
import { verifyInternalToken } from '@shop/service';
import { onTestFinished } from 'vitest';
import { createInternalTokens } from '../execution/transport/internal-tokens.ts';
import { SubgraphDataSource } from '../execution/transport/subgraph-data-source.ts';
import type { Authenticate } from '../identity/authenticate.ts';
import { newKeyPair } from './access-tokens.ts';
import { composeSupergraph } from './compose-supergraph.ts';
import { startGatewayOver } from './test-gateway.ts';

const link = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@authenticated", "@requiresScopes"]
)`;

/** `register` belongs to a subgraph that may not sign in. */
const sdl = {
  user: `${link}
    type Query { ping: Int }
    type Mutation { login: Session, rename: Session }
    type Session { user: User }
    type User @key(fields: "id") { id: ID!, name: String @authenticated }`,
  order: `${link}
    type Mutation { register: Account }
    type Account { user: User }
    type User @key(fields: "id") {
      id: ID!
      orders: Int @authenticated
      margin: Int @requiresScopes(scopes: [["staff"]])
    }`,
};
type SubgraphName = keyof typeof sdl;

/** How a subgraph responds to a mutation and to fetches of entities. */
export type Answers = {
  readonly mutation?: object;
  readonly entities?: readonly object[];
  readonly errors?: readonly object[];
  readonly headers?: Readonly<Record<string, string>>;
};

const internal = newKeyPair();
const tokenFor = createInternalTokens({ kid: 'i', key: internal.privateKey });
const viewerOfToken = (authorization = '', subgraph: string): Viewer | undefined =>
  verifyInternalToken(authorization.slice(7), subgraph, new Map([['i', internal.publicKey]]))
    .viewer;

/** A fetch that reached a subgraph, and the viewer of its internal token. */
export type Fetched = { readonly subgraph: string; readonly viewer: Viewer | undefined };

async function startSubgraph(name: SubgraphName, answers: Answers, fetched: Fetched[]) {
  const server = createServer(async (request, response) => {
    fetched.push({ subgraph: name, viewer: viewerOfToken(request.headers.authorization, name) });
    const { query } = JSON.parse(await text(request)) as { query: string };
    const { mutation, entities, errors, headers } = answers;
    const data = query.startsWith('mutation') ? mutation : { _entities: entities };
    response
      .writeHead(200, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify({ data, errors }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Starts a gateway over two subgraphs with these answers, which stops at the end of the test. */
export async function startSignInShop(
  authenticate: Authenticate,
  answers: Readonly<Record<SubgraphName, Answers>>,
) {
  const fetched: Fetched[] = [];
  const failures: unknown[] = [];
  const urls = {
    user: await startSubgraph('user', answers.user, fetched),
    order: await startSubgraph('order', answers.order, fetched),
  };
  const gateway = await startGatewayOver({
    supergraphSdl: composeSupergraph(sdl),
    authenticate,
    dataSource: ({ name }) =>
      new SubgraphDataSource({
        name,
        url: urls[name as SubgraphName],
        timeoutMs: 1_000,
        tokenFor,
        onFailure: (error) => failures.push(error),
      }),
  });
  onTestFinished(gateway.stop);
  return { url: gateway.url, fetched, failures };
}
