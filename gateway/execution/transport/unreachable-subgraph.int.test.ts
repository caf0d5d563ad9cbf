import { generateKeyPairSync } from 'node:crypto';
import { freePort } from '@shop/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { composeSupergraph } from '../../testing/compose-supergraph.ts';
import { startGatewayOver, type TestGateway } from '../../testing/test-gateway.ts';
import { createInternalTokens } from './internal-tokens.ts';
import { SubgraphDataSource } from './subgraph-data-source.ts';

const product = `
  type Query { products: [Product!]! }
  type Product @key(fields: "id") { id: ID! title: String variants: [Variant!]! }
  type Variant @key(fields: "id") { id: ID! }`;
const stock = `
  type Query { warehouse: String }
  type Variant @key(fields: "id") { id: ID! available: Int stock: Int }`;

const variant = (id: string) => ({ __typename: 'Variant', id });
const newProducts = () => [
  { __typename: 'Product', id: 'p1', title: 'Tee', variants: [variant('v1'), variant('v2')] },
  { __typename: 'Product', id: 'p2', title: 'Mug', variants: [variant('v3')] },
];

let gateway: TestGateway;
beforeAll(async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const unreachable = new SubgraphDataSource({
    name: 'stock',
    url: `http://127.0.0.1:${await freePort()}/graphql`,
    timeoutMs: 1_000,
    tokenFor: createInternalTokens({ kid: 'k1', key: privateKey }),
    onFailure: () => undefined,
  });
  const reachable = { process: async () => ({ data: { products: newProducts() } }) };
  gateway = await startGatewayOver({
    supergraphSdl: composeSupergraph({ product, stock }),
    dataSource: ({ name }) => (name === 'stock' ? unreachable : reachable),
  });
});
afterAll(() => gateway.stop());

type Body = {
  status: number;
  data: unknown;
  errors: { message: string; path: (string | number)[]; extensions: object }[];
};

async function send(query: string, variables: object = {}, accept = '*/*'): Promise<Body> {
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, ...((await response.json()) as object) } as Body;
}

const pathsOf = ({ errors }: Body) => errors.map(({ path }) => path.join('.'));

it('errors of an unreachable subgraph have the path of each field that it would have resolved', async () => {
  const body = await send(
    'query ($yes: Boolean!) { products { title variants { id free: available stock @skip(if: $yes) } } }',
    { yes: true },
  );
  expect(pathsOf(body)).toEqual([
    'products.0.variants.0.free',
    'products.0.variants.1.free',
    'products.1.variants.0.free',
  ]);
  expect(body.errors[0]).toEqual({
    message: 'The stock service is unavailable.',
    path: ['products', 0, 'variants', 0, 'free'],
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  });
  expect(body.data).toMatchObject({ products: [{ title: 'Tee' }, { title: 'Mug' }] });
});

it('errors of an unreachable subgraph have the paths of its root fields, under their aliases', async () => {
  const body = await send('{ warehouse other: warehouse }');
  expect(pathsOf(body)).toEqual(['warehouse', 'other']);
  expect(body.data).toBeUndefined();
});

it.each(['application/json', 'application/graphql-response+json'])(
  'a response of which an unreachable subgraph leaves nothing is 503 without data: %s',
  async (accept) => {
    const nothing = await send('{ warehouse }', {}, accept);
    expect([nothing.status, nothing.data]).toEqual([503, undefined]);
    const part = await send('{ warehouse products { title } }', {}, accept);
    expect(part.status).toBe(200);
    expect(part.data).toMatchObject({ warehouse: null, products: [{}, {}] });
  },
);
