import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { policiesOf } from './policies-of.ts';

const schema = buildSchema(`
  type Query {
    products(first: Int, after: String, last: Int, before: String, search: String, sort: Int): ProductConnection
    categories: [Product!]
    me: User
  }
  type Mutation { rename: RenamePayload }
  type RenamePayload { user: User }
  type User { id: ID!, addresses: [Address!], names: [String!], orders(first: Int): ProductConnection, price: Money }
  type Address { city: String }
  type Money { amount: String }
  type Product { id: ID! }
  type ProductConnection { edges: [ProductEdge!]! }
  type ProductEdge { node: Product! }
  union Details = Money | Address
`);

it('a schema has policies for connections, lists, objects without an id and unions', () => {
  expect(policiesOf(schema)).toEqual({
    possibleTypes: { Details: ['Money', 'Address'] },
    embedded: ['Address', 'Money', 'ProductEdge'],
    connections: {
      Query: { products: ['search', 'sort'] },
      User: { orders: [] },
    },
    lists: { Query: ['categories'], User: ['addresses'] },
  });
});
