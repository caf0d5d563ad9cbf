import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { catalogue, reviews, users } from './data.ts';

const link = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@external", "@requires", "@provides", "@shareable", "@authenticated", "@requiresScopes"]
)`;

/** The subgraphs of the public benchmark of federation gateways; the requirements of fields and a mutation are added. */
export const benchSubgraphs = {
  accounts: `${link}
    type Query { me: User user(id: ID!): User users: [User] }
    type User @key(fields: "id") { id: ID! name: String @authenticated username: String @shareable }`,
  inventory: `${link}
    type Product @key(fields: "upc") {
      upc: String!
      weight: Int @external
      price: Int @external
      inStock: Boolean
      shippingEstimate: Int @requires(fields: "price weight") @authenticated
    }`,
  products: `${link}
    type Query { topProducts(first: Int = 5): [Product] }
    type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
  reviews: `${link}
    type Mutation { addReview(upc: String!, body: String!): Review @authenticated }
    type Review @key(fields: "id") {
      id: ID!
      body: String
      author: User @provides(fields: "username")
      product: Product
    }
    type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] @requiresScopes(scopes: [["orders:read"]]) }
    type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
} as const;

export type BenchSubgraph = keyof typeof benchSubgraphs;

type Product = { readonly upc: string; readonly price?: number; readonly weight?: number };

const findUser = ({ id }: { id: string }) => users.find((user) => user.id === id);

const resolvers = {
  accounts: {
    Query: {
      me: () => users[0],
      user: (_: unknown, args: { id: string }) => findUser(args),
      users: () => users,
    },
    User: { __resolveReference: findUser },
  },
  inventory: {
    Product: {
      __resolveReference: (product: Product) => ({ ...product, inStock: true }),
      shippingEstimate: ({ price = 0, weight = 0 }: Product) => (price > 1000 ? 0 : weight / 2),
    },
  },
  products: {
    Query: { topProducts: (_: unknown, { first }: { first: number }) => catalogue.slice(0, first) },
    Product: {
      __resolveReference: ({ upc }: Product) => catalogue.find((product) => product.upc === upc),
    },
  },
  reviews: {
    Mutation: {
      // Responds alike to each client, so that responses can be compared.
      addReview: (_: unknown, { upc, body }: { upc: string; body: string }) => ({
        ...{ id: 'new', body, product: { upc }, author: { id: '1', username: 'urigo' } },
      }),
    },
    Review: {
      __resolveReference: ({ id }: { id: string }) => reviews.find((review) => review.id === id),
    },
    User: { reviews: () => reviews.slice(0, 2) },
    Product: {
      reviews: ({ upc }: Product) => reviews.filter(({ product }) => product.upc === upc),
    },
  },
};

export const benchSchema = (name: BenchSubgraph): GraphQLSchema =>
  buildSubgraphSchema({ typeDefs: parse(benchSubgraphs[name]), resolvers: resolvers[name] });

/** An operation to measure. Its text may differ from request to request; its response may not. */
export type Scenario = { readonly requests: number; textOf(n: number): string };

const sameText = (requests: number, text: string): Scenario => ({ requests, textOf: () => text });

/** The query of the public benchmark, and smaller ones that show what else a gateway's time depends on. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  heavy: sameText(
    60,
    `
    fragment User on User { id username name }
    fragment Review on Review { id body }
    fragment Product on Product { inStock name price shippingEstimate upc weight }
    query TestQuery {
      users {
        ...User
        reviews {
          ...Review
          product {
            ...Product
            reviews {
              ...Review
              author { ...User reviews { ...Review product { ...Product } } }
            }
          }
        }
      }
      topProducts {
        ...Product
        reviews {
          ...Review
          author { ...User reviews { ...Review product { ...Product } } }
        }
      }
    }`,
  ),
  'light, one subgraph': sameText(400, '{ users { id name username } }'),
  '1,000 entities': sameText(
    16,
    '{ topProducts(first: 1000) { upc name price weight inStock shippingEstimate } }',
  ),
  mutation: sameText(
    200,
    `mutation AddReview {
      addReview(upc: "1", body: "It stands firmly.") { id body product { upc name inStock } author { username } }
    }`,
  ),
  'new each time': {
    requests: 40,
    textOf: (n) =>
      `query New${n} { topProducts { name inStock reviews { body author { name username } } } }`,
  },
};
