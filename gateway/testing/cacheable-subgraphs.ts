import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { parse } from 'graphql';
import { SubgraphDataSource } from '../execution/transport/subgraph-data-source.ts';

const link = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9"
    import: ["@key", "@shareable", "@authenticated", "@requiresScopes"])
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean)
    on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }
`;

export const cacheableSubgraphs = {
  product: `${link}
    type Query {
      product: Product
      drafts: Product
      mine: Product @cacheControl(maxAge: 60, scope: PRIVATE)
      unhinted: String
      broken: String @cacheControl(maxAge: 60)
    }
    type Mutation {
      price(to: Int!): Product
      cost(to: Int!): Product @requiresScopes(scopes: [["catalog:write"]])
    }
    type Product @key(fields: "id") @cacheControl(maxAge: 60) {
      id: ID!
      price(currency: String, of: Of): Int
      cost: Int @requiresScopes(scopes: [["catalog:write"]])
      seenBy: String @authenticated
      text: String
    }
    input Of { a: Int b: Int }
  `,
  inventory: `${link}
    type Product @key(fields: "id") @cacheControl(maxAge: 60) {
      id: ID!
      available: Int @cacheControl(maxAge: 5)
    }
  `,
  order: `${link}
    type Query { cart: Cart }
    type Cart @cacheControl(maxAge: 60) { product: Product }
    type Product @key(fields: "id", resolvable: false) { id: ID! }
  `,
};

/** The values that the subgraphs return. */
export type Values = { price: number; cost: number; available: number; text: string };
type Requester = { readonly name: string };

const product = { __typename: 'Product', id: '1' };

/** Resolvers that record in `resolved` which fields they resolve. */
function resolversOf(
  values: Values,
  resolved: string[],
): Record<keyof typeof cacheableSubgraphs, object> {
  const record = <T>(field: string, value: T): T => {
    resolved.push(field);
    return value;
  };
  const write =
    (field: 'price' | 'cost') =>
    (_: unknown, { to }: { to: number }) => {
      values[field] = to;
      return product;
    };
  const drafts = (_: unknown, __: unknown, { name }: Requester) =>
    name.startsWith('staff') ? product : null;
  const broken = () => {
    throw new Error(record('broken', 'broken'));
  };
  return {
    product: {
      Query: {
        product: () => product,
        mine: () => product,
        unhinted: () => record('unhinted', 'u'),
        drafts,
        broken,
      },
      Mutation: { price: write('price'), cost: write('cost') },
      Product: {
        __resolveReference: () => product,
        price: () => record('price', values.price),
        cost: () => record('cost', values.cost),
        text: () => record('text', values.text),
        seenBy: (_: unknown, __: unknown, { name }: Requester) => record('seenBy', name),
      },
    },
    inventory: { Product: { available: () => record('available', values.available) } },
    order: { Query: { cart: () => ({ product }) } },
  };
}

/** Starts each subgraph on an HTTP server of its own. The bearer token is the requester's name. */
export async function startSubgraphs(values: Values, resolved: string[]) {
  const resolvers = resolversOf(values, resolved) as Record<string, GraphQLResolverMap<unknown>>;
  const started = Object.entries(cacheableSubgraphs).map(async ([name, sdl]) => {
    const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers[name] ?? {} });
    const plugins = [ApolloServerPluginInlineTraceDisabled()];
    const server = new ApolloServer<Requester>({ schema, plugins });
    const { url } = await startStandaloneServer(server, {
      listen: { port: 0, host: '127.0.0.1' },
      context: async ({ req }) => ({ name: req.headers.authorization?.slice(7) ?? '' }),
    });
    return { name, url, stop: () => server.stop() };
  });
  return Promise.all(started);
}

/** Returns the data sources of a gateway over these subgraphs, which send the id of the viewer as a token. */
export const sourcesOf =
  (started: Awaited<ReturnType<typeof startSubgraphs>>) =>
  ({ name }: { readonly name: string }) =>
    new SubgraphDataSource({
      name,
      url: started.find((one) => one.name === name)?.url ?? '',
      timeoutMs: 5_000,
      tokenFor: (viewer) => viewer?.id ?? 'anonymous',
      onFailure: () => undefined,
    });
