import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  isObjectType,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { viewer } from '../testing/access-tokens.ts';
import { composeSupergraph } from '../testing/compose-supergraph.ts';
import { createPolicy } from './policy.ts';
import { sessionMutations } from './sign-in-operation.ts';

const supergraph = composeSupergraph({
  user: `
    extend schema @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: ["@authenticated", "@requiresScopes"]
    )
    type Query { me: User @authenticated }
    type Mutation {
      login: Payload
      register: Payload @authenticated
      refreshToken: Guarded
      logout: Payload @authenticated
      rename: Payload
    }
    type Payload { user: User back: Mutation query: Query }
    type Guarded @authenticated { user: User }
    type User {
      id: ID!
      cart: String @authenticated
      margin: String @requiresScopes(scopes: [["staff"]])
    }
  `,
});
const policy = createPolicy(supergraph, buildSchema(supergraph, { assumeValidSDL: true }));

const requestOf = (query: string) => {
  const document = parse(query);
  const [operation] = document.definitions as OperationDefinitionNode[];
  return { document, operation: operation as OperationDefinitionNode, queryHash: '' };
};
const deniedIn = async (query: string, as = undefined as typeof viewer | undefined) => [
  ...(await policy.denials(requestOf(query), as)).keys(),
];

describe('an operation that signs in', () => {
  it.each([
    ['alone', 'mutation { login { user { cart } } }'],
    ['under an alias', 'mutation { a: login { b: user { c: cart } } }'],
    ['in a fragment', 'mutation { ...F } fragment F on Mutation { login { user { cart } } }'],
    [
      'in an inline fragment',
      'mutation { ... on Mutation { login { user { ...U } } } } fragment U on User { cart }',
    ],
    [
      'that may be skipped',
      'mutation ($if: Boolean!) { login @include(if: $if) { user { cart } } }',
    ],
    ['that selects root fields of queries', 'mutation { login { query { me { cart } } } }'],
  ])(
    '%s is granted fields for authenticated viewers, and is fetched for its viewer',
    async (_, query) => {
      expect(await deniedIn(query)).toEqual([]);
      expect(policy.signsIn(requestOf(query), undefined)).toBe(true);
      expect(policy.signsIn(requestOf(query), viewer)).toBe(false);
    },
  );

  it.each([
    [
      'a field that requires scopes',
      'mutation { login { user { cart margin } } }',
      ['User.margin'],
    ],
    ['a guarded sign-in', 'mutation { register { user { cart } } }', ['Mutation.register']],
    [
      'a sign-in with a guarded payload',
      'mutation { refreshToken { user { id } } }',
      ['Mutation.refreshToken', 'Guarded.user'],
    ],
    [
      'a mutation below the sign-in',
      'mutation { login { back { logout { user { id } } } } }',
      ['Mutation.logout'],
    ],
  ])('%s is refused as before', async (_, query, denied) => {
    expect(await deniedIn(query)).toEqual(expect.arrayContaining(denied.slice(0, 1)));
    expect(await deniedIn(query)).not.toContain('User.cart');
  });

  it.each([
    ['two sign-ins', 'mutation { login { user { cart } } b: login { user { id } } }'],
    ['a sign-in in two parts', 'mutation { login { user { id } } login { user { cart } } }'],
    [
      'a sign-in with another mutation',
      'mutation { login { user { cart } } rename { user { id } } }',
    ],
    [
      'a sign-in with another in a fragment that may be skipped',
      'mutation ($if: Boolean!) { login { user { cart } } ...F @skip(if: $if) } fragment F on Mutation { rename { user { id } } }',
    ],
    ['another mutation', 'mutation { rename { user { cart } } }'],
    ['an alias with the name of a sign-in', 'mutation { login: rename { user { cart } } }'],
    ['a sign-in with the name of the type', 'mutation { __typename login { user { cart } } }'],
  ])('%s is not one', async (_, query) => {
    expect(await deniedIn(query)).toEqual(['User.cart']);
    expect(policy.signsIn(requestOf(query), undefined)).toBe(false);
  });

  it('a query is not one, whatever its fields are called', () => {
    const schema = buildSchema('type Query { login: Int } type Mutation { login: Int }');
    expect(
      createPolicy('type Query { login: Int }', schema).signsIn(requestOf('{ login }'), undefined),
    ).toBe(false);
  });
});

it('the mutations that sign in are those of the shop that return tokens', () => {
  const sdl = readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8');
  const mutations = Object.values(buildSchema(sdl).getMutationType()?.getFields() ?? {});
  const returning = mutations.filter(({ type }) => {
    const payload = getNamedType(type);
    return isObjectType(payload) && 'session' in payload.getFields();
  });
  expect(returning.map(({ name }) => name).sort()).toEqual([...sessionMutations].sort());
});
