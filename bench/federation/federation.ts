import { fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer, type BaseContext } from '@apollo/server';
import {
  composeSupergraph,
  createAuthenticator,
  createDenylist,
  createFederation,
  createInternalTokens,
  type GatewayContext,
  renameGateway,
  SubgraphDataSource,
  shieldGateway,
} from '@shop/gateway/testing';
import type { Viewer } from '@shop/schema';
import { type Bar, barChart, writeChart } from '../charts.ts';
import { type Candidate, measure, report } from '../measure.ts';
import { accessTokens } from './access-tokens.ts';
import { benchQueries, benchSubgraphs } from './schemas.ts';
import { reportUntraced, traced } from './traced.ts';

// Compares stock ApolloGateway with the gateway's executor on the public benchmark of federation gateways, in turn. Nothing
// is cached or shared between requests but parsed documents and query plans. Every response is compared, as text.
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    /** Also draws docs/charts/federation.svg. */
    charts: { type: 'boolean' },
  },
});
const subgraphs = fork(new URL('subgraphs.ts', import.meta.url), { execArgv: process.execArgv });
const [port] = (await once(subgraphs, 'message')) as [number];
const urlOf = (name: string) => `http://127.0.0.1:${port}/${name}`;
const supergraphSdl = composeSupergraph(benchSubgraphs);

const internal = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const tokenFor = createInternalTokens({ kid: 'i', key: internal.privateKey });
const createOurs = () =>
  createFederation({
    supergraphSdl,
    dataSource: ({ name }) =>
      new SubgraphDataSource({
        name,
        url: urlOf(name),
        timeoutMs: 10_000,
        tokenFor,
        onFailure: (error) => console.error(error),
      }),
  });

const anonymous = { viewer: undefined, requestId: 'bench' } as GatewayContext;
type Server = ApolloServer<BaseContext>;

async function startStock(): Promise<(query: string) => Promise<string>> {
  const buildService = ({ name }: { name: string }) =>
    new RemoteGraphQLDataSource({ url: urlOf(name) });
  const gateway = new ApolloGateway({ supergraphSdl, buildService });
  const server: Server = new ApolloServer({ gateway });
  await server.start();
  return (query) => textOf(server, query, {});
}

async function startExecutor(): Promise<(query: string) => Promise<string>> {
  const server: Server = new ApolloServer({ gateway: createOurs() });
  await server.start();
  return (query) => textOf(server, query, anonymous);
}

/** With everything that one request passes: its access token, shield, names, internal tokens. */
async function startWithAccess(): Promise<(query: string) => Promise<string>> {
  const { publicKey, tokens } = accessTokens(2_000);
  const authenticate = createAuthenticator({
    keys: { find: async () => publicKey },
    issuer: 'shop',
    audience: 'shop-api',
    denylist: createDenylist(),
  });
  const { gateway, plugin } = shieldGateway(createOurs(), authenticate);
  const server = new ApolloServer<GatewayContext>({
    gateway: renameGateway(gateway),
    plugins: [plugin],
  });
  await server.start();
  let next = 0;
  return async (query) => {
    const identity: { viewer: Viewer | undefined } = await authenticate(
      `Bearer ${tokens[next++ % tokens.length]}`,
    );
    return textOf(server, query, { ...anonymous, ...identity });
  };
}

async function textOf<C extends BaseContext>(
  server: ApolloServer<C>,
  query: string,
  contextValue: C,
) {
  const { body } = await server.executeOperation({ query }, { contextValue });
  if (body.kind !== 'single' || body.singleResult.errors) throw new Error(JSON.stringify(body));
  return JSON.stringify(body.singleResult.data);
}

// Before anything is traced.
await reportUntraced();
const stock = await startStock();
const executor = await startExecutor();
const collector = `http://127.0.0.1:${port}`;
const servers = {
  'ApolloGateway, stock': stock,
  'our executor': executor,
  'our executor, 1 % of its traces exported': await traced(executor, collector, 0.01),
  'our executor, all traces exported': await traced(executor, collector, 1),
  'our executor with the access layer': await startWithAccess(),
};
const bars: Bar[] = [];
for (const [kind, query] of Object.entries(benchQueries)) {
  const expected = await stock(query);
  const candidates = Object.entries(servers).map(
    ([name, send]): Candidate => ({
      name: `${kind}: ${name}`,
      async run() {
        if ((await send(query)) !== expected) throw new Error(`another response of ${name}`);
      },
    }),
  );
  const requests = kind === 'heavy' ? 60 : 400;
  const figures = await measure(candidates, { rounds: Number(values.rounds), requests });
  report(figures);
  for (const { name, cpuMicros } of figures)
    bars.push({
      name: name.replace('our executor with', 'with'),
      parts: { 'CPU ms': cpuMicros / 1_000 },
    });
}
if (values.charts) await writeChart('federation', barChart('CPU ms of a federated query', bars));
subgraphs.disconnect();
process.exit(0);
