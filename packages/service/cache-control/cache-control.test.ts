import { ApolloServer, type ApolloServerPlugin, type BaseContext } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
} from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { gql } from 'graphql-tag';
import { expect, it } from 'vitest';
import { cacheControl } from './cache-control.ts';
import { limitMaxAge } from './limit-max-age.ts';

const typeDefs = gql`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  enum CacheControlScope { PUBLIC PRIVATE }
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean)
    on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  interface Thing { id: ID! other: Thing }
  type Long implements Thing @key(fields: "id") @cacheControl(maxAge: 60) {
    id: ID! other: Thing short: String @cacheControl(maxAge: 5) own: String @cacheControl(scope: PRIVATE)
    part: Part plain: Plain inherits: Plain @cacheControl(inheritMaxAge: true) many: [Long!]!
  }
  type Mid implements Thing @key(fields: "id") @cacheControl(maxAge: 30) { id: ID! other: Thing }
  type Part @cacheControl(inheritMaxAge: true) { text: String }
  type Plain { text: String }
  type Query {
    long: Long mid: Mid thing: Thing @cacheControl(maxAge: 40)
    text: String aged: String @cacheControl(maxAge: 9) part: Part limited: Long
  }
  type Mutation { change: Long }
`;
const long = {
  __typename: 'Long',
  id: '1',
  short: 's',
  own: 'o',
  part: {},
  plain: {},
  inherits: {},
};
const limit = (seconds: number) => (_: unknown, __: unknown, context: unknown, info: unknown) => {
  limitMaxAge(context as object, seconds);
  const { cacheControl } = info as {
    cacheControl?: { cacheHint: { restrict(hint: object): void } };
  };
  cacheControl?.cacheHint.restrict({ maxAge: seconds });
  return long;
};
const schema = buildSubgraphSchema({
  typeDefs,
  resolvers: {
    Long: { many: () => [long, long], other: () => long },
    Mid: { other: () => long },
    Query: {
      long: () => long,
      mid: () => ({ __typename: 'Mid', id: '2' }),
      thing: () => long,
      part: () => ({ text: '' }),
      limited: limit(7),
    },
    Mutation: { change: () => long },
  },
});

type Operation = { query: string; variables?: Record<string, unknown> };

async function headerOf(operation: Operation, plugins: ApolloServerPlugin<BaseContext>[]) {
  const server = new ApolloServer({
    schema,
    plugins: [ApolloServerPluginInlineTraceDisabled(), ...plugins],
  });
  const { http } = await server.executeOperation(operation);
  await server.stop();
  return http.headers.get('cache-control');
}

/** Returns the headers of Apollo's plugin, which resolves the hints of each field, and of ours. */
const headersOf = (operation: Operation) =>
  Promise.all([
    headerOf(operation, []),
    headerOf(operation, [ApolloServerPluginCacheControlDisabled(), cacheControl()]),
  ]);

const entities = (query: string, ...types: string[]): Operation => ({
  query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${query} } }`,
  variables: { representations: types.map((__typename, n) => ({ __typename, id: String(n) })) },
});
const branches = '... on Long { id short } ... on Mid { id }';

it.each<[string, Operation, string]>([
  ['a type', { query: '{ long { id } }' }, 'max-age=60, public'],
  ['a field', { query: '{ long { id short } }' }, 'max-age=5, public'],
  ['a private field', { query: '{ long { own } }' }, 'max-age=60, private'],
  ['an inherited age', { query: '{ long { part { text } } }' }, 'max-age=60, public'],
  ['a field that inherits', { query: '{ long { inherits { text } } }' }, 'max-age=60, public'],
  ['a type without a hint', { query: '{ long { plain { text } } }' }, 'no-store'],
  ['a root field without a hint', { query: '{ text }' }, 'no-store'],
  ['an inherited age at the root', { query: '{ part { text } }' }, 'no-store'],
  ['the least of two root fields', { query: '{ aged mid { id } }' }, 'max-age=9, public'],
  ['a field of an interface', { query: '{ thing { id other { id } } }' }, 'no-store'],
  ['only a name', { query: '{ __typename }' }, 'no-store'],
  [
    'introspection beside data',
    { query: '{ __schema { description } aged }' },
    'max-age=9, public',
  ],
  [
    'an unused fragment',
    { query: '{ mid { ... on Thing { id } ...F } } fragment F on Mid { id }' },
    'max-age=30, public',
  ],
  ['a list', { query: '{ long { many { short } } }' }, 'max-age=5, public'],
  ['a limit of a resolver', { query: '{ limited { id } }' }, 'max-age=7, public'],
  ['a mutation', { query: 'mutation { change { id } }' }, 'max-age=60, public'],
  ['an error', { query: '{ unknown }' }, 'no-store'],
  ['entities', entities(branches, 'Long', 'Long'), 'max-age=5, public'],
  ['entities of one of two types', entities(branches, 'Mid'), 'max-age=30, public'],
  [
    'entities of both types',
    entities('... on Long { id } ... on Mid { id }', 'Mid', 'Long'),
    'max-age=30, public',
  ],
  ['no entities', entities(branches), 'no-store'],
  ['an entity that is unknown', entities(branches, 'Nothing'), 'no-store'],
])('the header is that of Apollo Server for %s', async (_, operation, expected) => {
  expect(await headersOf(operation)).toEqual([expected, expected]);
});

it('fields that a variable leaves out do not count, in each request anew', async () => {
  const server = new ApolloServer({
    schema,
    plugins: [
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      cacheControl(),
    ],
  });
  const query =
    'query ($a: Boolean!, $b: Boolean = true) { long { id short @skip(if: $a) own @include(if: $b) } }';
  const send = async (variables: object) => {
    const both = await headersOf({ query, variables: { ...variables } });
    const { http } = await server.executeOperation({ query, variables: { ...variables } });
    expect(both).toEqual([both[0], both[0]]);
    expect(http.headers.get('cache-control')).toBe(both[0]);
    return both[0];
  };
  expect(await send({ a: true, b: false })).toBe('max-age=60, public');
  expect(await send({ a: false, b: false })).toBe('max-age=5, public');
  expect(await send({ a: true })).toBe('max-age=60, private');
  expect(await send({ a: false })).toBe('max-age=5, private');
  await server.stop();
});
