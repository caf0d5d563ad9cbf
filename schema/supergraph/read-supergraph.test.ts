import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { fieldSetNames } from './field-sets.ts';
import { readSupergraph } from './read-supergraph.ts';
import { isOpen } from './requirement.ts';

const supergraph = readSupergraph(
  parse(`
    schema
      @link(url: "https://specs.apollo.dev/join/v0.5")
      @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "signedIn")
      @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: [{ name: "@requiresScopes", as: "@may" }])
    { query: Query }
    enum join__Graph { DEAD_LETTER @join__graph(name: "dead-letter", url: "") USER @join__graph(name: "user", url: "") }
    type Query @join__type(graph: DEAD_LETTER) @join__type(graph: USER) {
      letters: [Letter!] @join__field(graph: DEAD_LETTER) @may(scopes: [["a"], ["a", "b"]])
      me: Letter @join__field(graph: USER) @join__field(graph: DEAD_LETTER, external: true)
      sum: Int @join__field(graph: USER, requires: "me { id }")
    }
    type Letter @join__type(graph: DEAD_LETTER) @signedIn { id: ID! open: Int @authenticated }
    extend type Letter @join__type(graph: USER) { more: Int @may }
    input Filter @join__type(graph: USER) { id: ID }
  `),
);
const field = (type: string, name: string) => supergraph.get(type)?.fields.get(name);

it('a field names the subgraphs that resolve it, without the external ones', () => {
  expect(field('Query', 'letters')?.subgraphs).toEqual(['dead-letter']);
  expect(field('Query', 'me')?.subgraphs).toEqual(['user']);
  expect(field('Query', 'sum')).toMatchObject({ subgraphs: ['user'], isComputed: true });
  expect(field('Letter', 'id')?.subgraphs).toBeUndefined();
});

it('a type and its extensions are one type', () => {
  expect(supergraph.get('Letter')).toMatchObject({
    kind: 'Object',
    subgraphs: ['dead-letter', 'user'],
    requirement: { authenticated: true },
  });
  expect([...(supergraph.get('Letter')?.fields.keys() ?? [])]).toEqual(['id', 'open', 'more']);
});

it('security directives are read under their local names only', () => {
  expect(isOpen(field('Letter', 'open')?.requirement ?? { authenticated: true, scopes: [] })).toBe(
    true,
  );
  expect(field('Query', 'letters')?.requirement.authenticated).toBe(true);
});

it('every scope that is named is read, and scopes without their argument are met by no viewer', () => {
  expect(field('Query', 'letters')?.requirement.scopes).toEqual([['a'], ['a', 'b']]);
  expect(field('Letter', 'more')?.requirement.scopes).toEqual([]);
});

it('the return type is read without lists and non-null, and input objects have no fields', () => {
  expect(field('Query', 'letters')?.returns).toBe('Letter');
  expect(supergraph.get('Filter')?.fields.size).toBe(0);
});

it('a list has the size that @listSize declares, under the name that its link gives it', () => {
  const sizes = (link: string, directive: string) =>
    readSupergraph(
      parse(`
        schema @link(url: "https://specs.apollo.dev/cost/v0.1"${link}) { query: Query }
        type Query { a: [Int] @${directive}(assumedSize: 7) b: [Int] @${directive}(slicingArguments: ["first"]) }
      `),
    ).get('Query')?.fields;
  for (const [link, directive] of [
    [', import: ["@listSize"]', 'listSize'],
    [', import: [{ name: "@listSize", as: "@bound" }]', 'bound'],
    ['', 'cost__listSize'],
    [', as: "ibm"', 'ibm__listSize'],
  ] as const) {
    expect(sizes(link, directive)?.get('a')?.assumedSize).toBe(7);
    expect(sizes(link, directive)?.get('b')?.assumedSize).toBeUndefined();
  }
  expect(sizes(', import: ["@cost"]', 'listSize')?.get('a')?.assumedSize).toBeUndefined();
});

it('the names of field sets are those of every key, @requires and @provides', () => {
  const names = fieldSetNames(
    parse(`
      type T @join__type(graph: A, key: "id owner { number }") @join__type(graph: B) {
        a: Int @join__field(graph: A, requires: "cost { amount }", type: "Int")
        b: U @join__field(graph: A, provides: "zone")
      }
      extend type U @join__type(graph: A, key: "sku") { c: Int }`),
  );
  expect([...names].sort()).toEqual(['amount', 'cost', 'id', 'number', 'owner', 'sku', 'zone']);
});
