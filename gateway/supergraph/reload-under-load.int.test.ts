import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalGraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { until } from '@shop/testing';
import { parse } from 'graphql';
import { expect, it, onTestFinished } from 'vitest';
import { call } from '../testing/call-rest.ts';
import { composeSupergraph } from '../testing/compose-supergraph.ts';
import { json, send } from '../testing/send-request.ts';
import { startGatewayOver } from '../testing/test-gateway.ts';
import { supergraphFromFile } from './load-supergraph.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5",
  import: ["@key", "@requiresScopes"])`;
const product = `${link}
  type Query { product: Product slow: String }
  type Product @key(fields: "id") { id: ID! title: String }`;
const withoutSlow = product.replace(' slow: String', '');
const stock = `${link}
  type Query { stocks: Int }
  type Product @key(fields: "id") { id: ID! left: Int }`;
/** The subgraph that an operator adds. */
const reviews = `${link}
  type Query { reviews: [String] moderated: [String] @requiresScopes(scopes: [["reviews:read"]]) }
  type Product @key(fields: "id") { id: ID! stars: Int }`;

const before = composeSupergraph({ product, stock });
const after = composeSupergraph({ product: withoutSlow, stock, reviews });

/** What a slow request waits for. */
let release = () => {};
const resolvers = {
  product: {
    Query: {
      product: () => ({ __typename: 'Product', id: '1', title: 'Tee' }),
      slow: () => new Promise((resolve) => (release = () => resolve('done'))),
    },
  },
  stock: { Product: { __resolveReference: ({ id }: { id: string }) => ({ id, left: 5 }) } },
  reviews: {
    Query: { reviews: () => ['good'], moderated: () => ['bad'] },
    Product: { __resolveReference: ({ id }: { id: string }) => ({ id, stars: 4 }) },
  },
};
const schemas = Object.fromEntries(
  Object.entries({ product, stock, reviews }).map(([name, sdl]) => [
    name,
    buildSubgraphSchema({
      typeDefs: parse(sdl),
      resolvers: resolvers[name as keyof typeof resolvers] as never,
    }),
  ]),
);

/** Starts a gateway that loads its supergraph from a file, which `replace` changes at once, as deployments do. */
async function start() {
  const folder = mkdtempSync(join(tmpdir(), 'shop-reload-'));
  const file = join(folder, 'supergraph.graphql');
  const replace = (sdl: string) => {
    writeFileSync(`${file}.new`, sdl);
    renameSync(`${file}.new`, file);
  };
  replace(before);
  let refusals = 0;
  const gateway = await startGatewayOver({
    supergraphSdl: supergraphFromFile(file, { info() {}, error: () => void refusals++ }),
    dataSource: ({ name }) => new LocalGraphQLDataSource(schemas[name] as never),
    variables: { RATE_LIMIT_ANONYMOUS: '0', RATE_LIMIT_ADDRESS: '0' },
    routes: [
      { method: 'GET', path: '/product', document: 'query Product { product { title left } }' },
      { method: 'GET', path: '/reviews', document: 'query Reviews { reviews }' },
    ],
  });
  onTestFinished(async () => {
    await gateway.stop();
    rmSync(folder, { recursive: true });
  });
  const ask = (query: string) => send(gateway.url, json({ query }));
  const api = gateway.url.replace('/graphql', '/api/v1');
  return { replace, ask, api, refusals: () => refusals };
}

/** Sends a query again and again, on several connections; `stop` returns what was not as expected. */
function load(ask: (query: string) => Promise<{ status: number; text: string }>) {
  const wrong: string[] = [];
  let running = true;
  let count = 0;
  const client = async (n: number) => {
    while (running) {
      // Other names are other operations: some are planned anew on every schema.
      const { text } = await ask(`query Q${n}_${count++ % 50} { product { title left } }`);
      if (text !== '{"data":{"product":{"title":"Tee","left":5}}}\n') wrong.push(text);
    }
  };
  const clients = [1, 2, 3, 4].map(client);
  return {
    count: () => count,
    async stop() {
      running = false;
      await Promise.all(clients);
      return wrong;
    },
  };
}

it('a subgraph is added under load: policy, plans and routes follow, and no request fails', async () => {
  const { replace, ask, api, refusals } = await start();
  const clients = load(ask);
  const slow = ask('{ slow }');
  const reviewed = async () => (await ask('{ reviews product { stars } }')).status;
  expect([await reviewed(), (await call(`${api}/reviews`)).status]).toEqual([400, 404]);

  replace(after);
  await until('the new schema', async () => (await reviewed()) === 200);
  expect((await ask('{ moderated }')).codes).toEqual(['UNAUTHENTICATED']);
  expect((await call(`${api}/reviews`)).status).toBe(200);
  expect((await ask('{ slow }')).status).toBe(400);

  release();
  expect((await slow).text).toContain('done');

  replace('type Query { oops');
  await until('the refusal', () => refusals() === 1);
  expect(await reviewed()).toBe(200);
  for (const sdl of [before, after, before]) {
    replace(sdl);
    await until('the next schema', async () => (await reviewed()) === (sdl === after ? 200 : 400));
  }
  const sent = clients.count();
  await until('more requests on the last schema', () => clients.count() > sent + 20);
  expect(await clients.stop()).toEqual([]);
});
