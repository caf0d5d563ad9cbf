import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Defer20220824Handler } from '@apollo/client/incremental';
import { LocalGraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphqlError } from '@shop/service';
import { until } from '@shop/testing';
import { parse } from 'graphql';
import { expect, it, onTestFinished } from 'vitest';
import { composeSupergraph } from '../testing/compose-supergraph.ts';
import { json, send } from '../testing/send-request.ts';
import { startGatewayOver } from '../testing/test-gateway.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5",
  import: ["@key", "@requiresScopes"])`;
const graph = {
  product: `${link}
    type Query { products: [Product!]! secret: String @requiresScopes(scopes: [["x:read"]]) }
    type Mutation { touch: Product }
    type Product @key(fields: "id") { id: ID! title: String }`,
  stock: `${link}
    type Query { ping: Int }
    type Product @key(fields: "id") {
      id: ID! left: Int must: Int! cost: Int @requiresScopes(scopes: [["x:read"]])
    }`,
};

/** Starts a gateway over products, whose stock is read only after `release`. */
async function start(variables: Record<string, string> = { EXPERIMENTAL_DEFER: 'on' }) {
  const state = { reads: 0, isBroken: false, release: () => {} };
  const released = new Promise<void>((resolve) => {
    state.release = resolve;
  });
  const stock = async ({ id }: { id: string }) => {
    state.reads++;
    await released;
    if (state.isBroken) throw graphqlError('SERVICE_UNAVAILABLE', 'down');
    return { id, left: Number(id) * 5, must: id === '2' ? null : 1, cost: 3 };
  };
  const products = ['1', '2'].map((id) => ({ id, title: `Tee ${id}` }));
  const resolvers = {
    product: { Query: { products: () => products }, Mutation: { touch: () => products[0] } },
    stock: { Product: { __resolveReference: stock } },
  };
  const gateway = await startGatewayOver({
    supergraphSdl: composeSupergraph(graph),
    dataSource: ({ name }) => {
      const one = name as keyof typeof graph;
      const schema = buildSubgraphSchema({
        typeDefs: parse(graph[one]),
        resolvers: resolvers[one] as never,
      });
      return new LocalGraphQLDataSource(schema);
    },
    subscribed: new Set(['product', 'stock']),
    variables,
  });
  onTestFinished(gateway.stop);
  return { ...gateway, state };
}

type Part = {
  data?: object;
  hasNext: boolean;
  errors?: object[];
  incremental?: { path: unknown[]; data: unknown; errors?: object[] }[];
};

/** Sends a query as Apollo Client does, and returns the parts that have arrived so far. */
async function sendForParts(url: string, query: string, variables = {}) {
  const response = await fetch(url, {
    ...json({ query, variables }),
    headers: {
      'content-type': 'application/json',
      accept: 'multipart/mixed;deferSpec=20220824,application/json',
    },
  });
  let text = '';
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
  })();
  const parts = () =>
    text
      .split(/\r\n---(?:--)?\r\n/)
      .flatMap((part) => part.split('\r\n\r\n')[1] ?? [])
      .map((part) => JSON.parse(part) as Part);
  return {
    response,
    first: () => until('the first part', () => parts()[0]),
    all: async () => {
      await reading;
      return parts();
    },
  };
}

const query = '{ products { title ... @defer { left } } }';
const whole = {
  products: [
    { title: 'Tee 1', left: 5 },
    { title: 'Tee 2', left: 10 },
  ],
};

it('the first part arrives before what is deferred, which follows with its paths', async () => {
  const { url, state } = await start();
  const sent = await sendForParts(url, query);
  expect(sent.response.headers.get('content-type')).toContain('deferSpec=20220824');
  expect(sent.response.headers.get('cache-control')).toBe('no-store');
  expect(await sent.first()).toEqual({
    data: { products: [{ title: 'Tee 1' }, { title: 'Tee 2' }] },
    hasNext: true,
  });
  state.release();
  expect((await sent.all()).slice(1)).toEqual([
    {
      incremental: [
        { path: ['products', 0], data: { left: 5 } },
        { path: ['products', 1], data: { left: 10 } },
      ],
      hasNext: false,
    },
  ]);
});

it('Apollo Client merges the parts', async () => {
  const { url, state } = await start();
  const client = new ApolloClient({
    link: new HttpLink({ uri: url }),
    cache: new InMemoryCache(),
    incrementalHandler: new Defer20220824Handler(),
  });
  const results: unknown[] = [];
  const watched = client.watchQuery({
    query: gql`{ products { id title ... @defer { left } } }`,
    errorPolicy: 'all',
  });
  const subscription = watched.subscribe(({ data }) => data && results.push(data));
  onTestFinished(() => subscription.unsubscribe());
  await until('the first part', () => JSON.stringify(results.at(-1))?.includes('Tee 2'));
  expect(JSON.stringify(results.at(-1))).not.toContain('left');
  state.release();
  await until('the rest', () => JSON.stringify(results.at(-1))?.includes('"left":10'));
});

it.each([
  ['a client that reads no parts', 'application/json'],
  ['a client of another format', 'multipart/mixed;incrementalSpec=v0.2,application/json'],
])('%s receives the whole response', async (_, accept) => {
  const { url, state } = await start();
  state.release();
  const init = json({ query }, { accept });
  expect(JSON.parse((await send(url, init)).text)).toEqual({ data: whole });
});

it('a condition decides, aliases that query plans use stay, and fragments are deferred too', async () => {
  const { url, state } = await start();
  state.release();
  const text = `query ($is: Boolean!) { products { id: title ...Rest @defer(if: $is, label: "rest") } }
    fragment Rest on Product { __typename left }`;
  const parts = await (await sendForParts(url, text, { is: true })).all();
  expect(parts[0]).toEqual({
    data: { products: [{ id: 'Tee 1' }, { id: 'Tee 2' }] },
    hasNext: true,
  });
  expect(parts[1]?.incremental?.[1]).toEqual({
    path: ['products', 1],
    data: { __typename: 'Product', left: 10 },
  });
  const { response } = await sendForParts(url, text, { is: false });
  expect(response.headers.get('content-type')).toContain('application/json');
});

it('a field that the viewer may not read is null in its part, with the reason', async () => {
  const { url, state } = await start();
  state.release();
  const text = '{ products { title ... @defer { left cost } } }';
  const [first, last] = await (await sendForParts(url, text)).all();
  expect(first).toEqual({
    data: { products: [{ title: 'Tee 1' }, { title: 'Tee 2' }] },
    hasNext: true,
  });
  expect(last?.incremental?.[0]).toMatchObject({
    path: ['products', 0],
    data: { left: 5, cost: null },
    errors: [{ path: ['products', 0, 'cost'], extensions: { code: 'UNAUTHENTICATED' } }],
  });
});

it('what is deferred and fails is null with its error, and the first part stays', async () => {
  const { url, state } = await start();
  state.isBroken = true;
  state.release();
  const text = '{ products { title ... @defer { left } } }';
  const [, last] = await (await sendForParts(url, text)).all();
  expect(last?.incremental?.[0]).toMatchObject({
    path: ['products', 0],
    data: { left: null },
    errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }],
  });
});

it('a null where none may be leaves out what is deferred, and what was sent stays', async () => {
  const { url, state } = await start();
  state.release();
  const text = '{ products { title ... @defer { must } } }';
  const [, last] = await (await sendForParts(url, text)).all();
  expect(last).toMatchObject({
    incremental: [{ path: [], data: {}, errors: [{ path: ['products', 1, 'must'] }] }],
    hasNext: false,
  });
});

it('mutations and operations with introspection are answered at once', async () => {
  const { url, state } = await start();
  state.release();
  const mutation = await sendForParts(url, 'mutation { touch { title ... @defer { left } } }');
  expect(await mutation.response.headers.get('content-type')).toContain('application/json');
  const mixed = '{ __schema { description } products { title ... @defer { left } } }';
  const { response, all } = await sendForParts(url, mixed);
  expect(response.headers.get('content-type')).toContain('application/json');
  await all();
});

it('without EXPERIMENTAL_DEFER the schema has no @defer', async () => {
  const { url } = await start({});
  expect((await send(url, json({ query }))).codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
});
