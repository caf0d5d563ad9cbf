import { buildSubgraphSchema } from '@apollo/subgraph';
import type { Scope } from '@shop/schema';
import { type ExecutionResult, graphql } from 'graphql';
import { gql } from 'graphql-tag';
import { describe, expect, it } from 'vitest';
import type { ViewerContext } from './internal-token.ts';
import { objectRule, permissionsOf } from './permissions.ts';
import { applyMiddleware } from './shield.ts';

const typeDefs = gql`
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: ["@key", "@authenticated", "@requiresScopes"]
    )
  type Query {
    open: Thing
    signedIn: String @authenticated
    either: String @requiresScopes(scopes: [["a", "b"], ["c"]])
    again: String @requiresScopes(scopes: [["a", "b"], ["c"]])
  }
  type Thing @key(fields: "id") {
    id: ID!
    name: String
    own: String @authenticated
    secret: Secret
  }
  type Secret @authenticated {
    text: String
  }
`;

const resolvers = {
  Query: { open: () => ({ id: '1' }), signedIn: () => 'yes', either: () => 'yes' },
  Thing: {
    __resolveReference: ({ id }: { id: string }) => ({ id }),
    name: () => 'thing',
    own: () => 'mine',
    secret: () => ({ text: 'hidden' }),
  },
};
const plain = buildSubgraphSchema({ typeDefs, resolvers });
const isOwner = objectRule<{ id: string }, ViewerContext>(
  ({ id }, { viewer }) => viewer?.id === id,
);
const schema = applyMiddleware(plain, permissionsOf(plain, { Thing: { own: isOwner } }));

const as = (id: string, ...scopes: string[]): ViewerContext => ({
  viewer: {
    id,
    email: 'x@y.example',
    emailVerified: true,
    roles: [],
    scopes: new Set(scopes as Scope[]),
    sessionId: 's',
  },
});
const anonymous: ViewerContext = { viewer: undefined };
const ask = (source: string, contextValue: ViewerContext): Promise<ExecutionResult> =>
  graphql({ schema, source, contextValue });
const codes = ({ errors = [] }: ExecutionResult) =>
  errors.map(({ extensions }) => extensions['code']);

describe('rules from the directives', () => {
  it('a field without a directive is open', async () => {
    expect(await ask('{ open { id name } }', anonymous)).toEqual({
      data: { open: { id: '1', name: 'thing' } },
    });
  });

  it('@authenticated refuses anonymous requests', async () => {
    expect(codes(await ask('{ signedIn }', anonymous))).toEqual(['UNAUTHENTICATED']);
    expect(await ask('{ signedIn }', as('1'))).toEqual({ data: { signedIn: 'yes' } });
  });

  it('@requiresScopes requires all scopes of one of the sets', async () => {
    expect(codes(await ask('{ either }', anonymous))).toEqual(['UNAUTHENTICATED']);
    for (const scopes of [[], ['a'], ['b'], ['d']]) {
      expect(codes(await ask('{ either }', as('1', ...scopes)))).toEqual(['FORBIDDEN']);
    }
    for (const scopes of [['a', 'b'], ['c']]) {
      expect((await ask('{ either }', as('1', ...scopes))).data).toEqual({ either: 'yes' });
    }
  });

  it('a directive on a type applies to each of its fields', async () => {
    const result = await ask('{ open { secret { text } } }', anonymous);
    expect(codes(result)).toEqual(['UNAUTHENTICATED']);
    expect(result.data).toEqual({ open: { secret: { text: null } } });
  });

  it('directives apply to entities too', async () => {
    const query =
      '{ _entities(representations: [{ __typename: "Thing", id: "1" }]) { ... on Thing { own name } } }';
    expect(codes(await ask(query, anonymous))).toEqual(['UNAUTHENTICATED']);
    expect((await ask(query, as('1'))).data).toEqual({
      _entities: [{ own: 'mine', name: 'thing' }],
    });
  });
});

it('an object rule is checked for each object', async () => {
  const query = '{ open { own } }';
  expect((await ask(query, as('1'))).data).toEqual({ open: { own: 'mine' } });
  expect(codes(await ask(query, as('2')))).toEqual(['FORBIDDEN']);
  const entities =
    '{ _entities(representations: [{ __typename: "Thing", id: "1" }, { __typename: "Thing", id: "2" }]) { ... on Thing { own } } }';
  const result = await ask(entities, as('2'));
  expect(result.data).toEqual({ _entities: [{ own: null }, { own: 'mine' }] });
});

it('the gateway can read the schema of the subgraph', async () => {
  const result = await ask('{ _service { sdl } }', anonymous);
  expect(result.errors).toBeUndefined();
});
