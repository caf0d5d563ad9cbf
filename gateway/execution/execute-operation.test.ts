import type { GraphQLDataSource } from '@apollo/gateway';
import { afterEach, expect, it } from 'vitest';
import { composeSupergraph } from '../testing/compose-supergraph.ts';
import { serveShielded } from '../testing/serve-shielded.ts';
import { createFederation } from './create-federation.ts';
import type { ReplySource, SubgraphRequest } from './plan/subgraph-reply.ts';

const graph = {
  product: `
    type Query { products: [Product] newest: Product }
    type Mutation { touch: Product }
    type Product @key(fields: "id") { id: ID! title: String }`,
  stock: `
    type Query { ping: Int }
    type Product @key(fields: "id") { id: ID! left: Int place: Place boxes: [Box] }
    type Place { name: String! }
    type Box @key(fields: "id") { id: ID! }`,
  shipping: `
    type Query { pong: Int }
    type Box @key(fields: "id") { id: ID! weight: Int }`,
};

type Answer = (request: SubgraphRequest) => unknown;
let requests: SubgraphRequest[] = [];
let stop = async () => {};
afterEach(() => stop());

/** Starts a gateway over subgraphs with these answers, as text. */
async function start(answers: { product: Answer; stock: Answer }) {
  requests = [];
  const gateway = createFederation({
    supergraphSdl: composeSupergraph(graph),
    dataSource: ({ name }): GraphQLDataSource => {
      const source: ReplySource = {
        process: () => Promise.reject(new Error('for Apollo Gateway only')),
        async fetch(request) {
          requests.push(request);
          const text = JSON.stringify(answers[name as 'product' | 'stock'](request));
          return { read: () => JSON.parse(text) };
        },
      };
      return source;
    },
  });
  const server = await serveShielded(gateway);
  stop = server.stop;
  return (query: string, variables = {}) => server.run({ query, variables }, undefined);
}

const product = (id: string) => ({ __typename: 'Product', id });
const products: Answer = () => ({
  data: { products: ['1', '2', '1'].map(product), newest: product('1') },
});
const representations = ({ variables }: SubgraphRequest) =>
  variables['representations'] as object[];
const entities: Answer = (request) => ({
  data: { _entities: representations(request).map(() => ({ left: 5, place: { name: 'A' } })) },
});

it('an entity at several places is sent once, and each place has data of its own', async () => {
  const run = await start({ product: products, stock: entities });
  const { data } = await run('{ products { left place { name } } }');
  const one = { left: 5, place: { name: 'A' } };
  expect(data).toEqual({ products: [one, one, one] });
  expect(representations(requests[1] as SubgraphRequest)).toEqual([product('1'), product('2')]);
});

it('an error of an entity is at every place that it has in the response', async () => {
  const run = await start({
    product: products,
    stock: () => ({
      data: { _entities: [{ amount: null }, { amount: 2 }] },
      errors: [
        { message: 'broken', path: ['_entities', 0, 'amount'], extensions: { code: 'BROKEN' } },
      ],
    }),
  });
  const { data, errors } = await run('{ products { amount: left } }');
  expect(data).toEqual({ products: [{ amount: null }, { amount: 2 }, { amount: null }] });
  const paths = errors?.map(({ path }) => path?.join('.'));
  expect(paths).toEqual(['products.0.amount', 'products.2.amount']);
});

it('equal fetches of a query are sent once', async () => {
  const run = await start({
    product: () => ({ data: { a: product('1'), b: product('1') } }),
    stock: entities,
  });
  const query = '{ a: newest { left place { name } } b: newest { left place { name } } }';
  const one = { left: 5, place: { name: 'A' } };
  expect((await run(query)).data).toEqual({ a: one, b: one });
  expect(requests).toHaveLength(2);
});

it('equal fetches of a mutation are sent again, since its fields run one after the other', async () => {
  const run = await start({
    product: () => ({ data: { a: product('1'), b: product('1') } }),
    stock: entities,
  });
  await run('mutation { a: touch { left } b: touch { left } }');
  expect(requests.map(({ isQuery }) => isQuery)).toEqual([false, true, true]);
});

it('one plan serves every combination of conditions', async () => {
  const run = await start({ product: products, stock: entities });
  const query = 'query ($a: Boolean!) { newest { id title @skip(if: $a) left @include(if: $a) } }';
  expect((await run(query, { a: true })).data).toEqual({ newest: { id: '1', left: 5 } });
  expect((await run(query, { a: false })).data).toEqual({ newest: { id: '1', title: null } });
});

it('a null where none may be makes its parent null, without an error of its own', async () => {
  const run = await start({
    product: products,
    stock: (request) => ({
      data: { _entities: representations(request).map(() => ({ place: {} })) },
    }),
  });
  const { data, errors } = await run('{ newest { id place { name } } }');
  expect([data, errors]).toEqual([{ newest: { id: '1', place: null } }, undefined]);
});

it('keys that every object has change nothing: a response with `__proto__` is merged without it', async () => {
  const run = await start({
    product: products,
    stock: () => ({
      data: { _entities: [JSON.parse('{ "left": 1, "__proto__": { "title": "forged" } }')] },
    }),
  });
  const { data } = await run('{ newest { id left title } }');
  expect(data).toEqual({ newest: { id: '1', left: 1, title: null } });
  expect(Object.hasOwn(Object.prototype, 'title')).toBe(false);
});

it('a request with malformed data in several steps of its plan fails alone', async () => {
  const run = await start({
    product: () => ({ data: { newest: product('1'), products: 'none' } }),
    stock: () => ({ data: { _entities: [{ boxes: 'none' }] } }),
  });
  const malformed = '{ newest { boxes { weight } } products { left } }';
  const { data, errors } = await run(malformed);
  expect([data, errors?.length]).toEqual([undefined, 1]);
  expect((await run('{ newest { id } }')).data).toEqual({ newest: { id: '1' } });
});
