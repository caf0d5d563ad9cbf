import { readFileSync } from 'node:fs';
import { buildSchema, parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readSupergraph } from '../../supergraph/index.ts';
import { apiBreaks } from '../api/breaks.ts';
import { asErrorHandlingClient, nullOnlyOnError } from './semantic-non-null.ts';
import { shopContract } from './shop-contract.ts';

const link = `schema
  @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)
{ query: Query }`;
const sdl = `
  type Query {
    products: [Product!] @semanticNonNull
    node: Node
    me: User @authenticated
    users(filter: UserFilter): [User!] @requiresScopes(scopes: [["users:read"]])
    letters: [Letter!]
  }
  type Mutation { logout: LogoutPayload @authenticated  ship: ShipPayload @requiresScopes(scopes: [["orders:write"]]) }
  interface Node { id: ID! }
  type Product implements Node { id: ID!, cost: Int @requiresScopes(scopes: [["catalog:write"]]) }
  type User { id: ID! }
  type Letter @requiresScopes(scopes: [["events:manage"]]) { id: ID! }
  type LogoutPayload { id: ID! }
  type ShipPayload { id: ID! }
  input UserFilter { search: String }
`;

describe('the contract for clients', () => {
  const document = parse(sdl);
  const contract = shopContract(
    document,
    readSupergraph(parse(link + sdl)),
    new Set(nullOnlyOnError(document)),
  );
  const text = print(contract);

  it('has no field that requires a scope of staff, itself or by its type', () => {
    expect(text).toContain('me: User');
    for (const name of ['users', 'cost', 'ship', 'letters']) expect(text).not.toContain(`${name}:`);
    expect(text).not.toContain('users(');
  });

  it('has no type that only such fields reach, and the types of an interface that is reached', () => {
    for (const name of ['UserFilter', 'Letter', 'ShipPayload']) expect(text).not.toContain(name);
    expect(text).toContain('type Product implements Node');
  });

  it('marks what is null on an error only: declared fields and every mutation', () => {
    expect(text).toMatch(/products: \[Product!\].* @semanticNonNull/);
    expect(text).toMatch(/logout: LogoutPayload.* @semanticNonNull/);
    expect(text).not.toMatch(/me: User.*@semanticNonNull/);
  });

  it('a field that loses the mark breaks clients that handle errors', () => {
    const strict = (one: string) => print(asErrorHandlingClient(parse(one)));
    const before =
      'directive @semanticNonNull on FIELD_DEFINITION type Query { a: Int @semanticNonNull }';
    const after = 'directive @semanticNonNull on FIELD_DEFINITION type Query { a: Int }';
    expect(apiBreaks(before, after)).toEqual([]);
    expect(apiBreaks(strict(before), strict(after))).toHaveLength(1);
    expect(apiBreaks(strict(after), strict(before))).toEqual([]);
  });
});

it('schema/shop.graphql is a valid schema', () => {
  const read = readFileSync(new URL('../../shop.graphql', import.meta.url), 'utf8');
  expect(buildSchema(read).getQueryType()?.getFields()).toHaveProperty('products');
});
