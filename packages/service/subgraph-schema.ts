import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import type { SubgraphName } from '@shop/schema';
import { sdl } from '@shop/schema/sdl';
import type { GraphQLSchema } from 'graphql';
import { gql } from 'graphql-tag';
import { moneyResolvers } from './money-resolvers.ts';
import { scalars } from './scalars.ts';

/** Returns the executable schema of a subgraph with the types that all share, without access rules. */
export const subgraphSchema = (name: SubgraphName, resolvers: object): GraphQLSchema =>
  buildSubgraphSchema({
    typeDefs: gql(sdl[name]),
    resolvers: {
      ...scalars,
      Money: moneyResolvers,
      ...resolvers,
    } as unknown as GraphQLResolverMap<unknown>,
  });
