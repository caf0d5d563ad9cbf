import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import type { SubgraphName } from '@shop/schema';
import { sdl } from '@shop/schema/sdl';
import type { GraphQLSchema } from 'graphql';
import { gql } from 'graphql-tag';
import { moneyResolvers } from './money-resolvers.ts';
import { scalars } from './scalars.ts';

/** The executable schema of a subgraph, with what every one of them has; nothing is guarded yet. */
export const subgraphSchema = (name: SubgraphName, resolvers: object): GraphQLSchema =>
  buildSubgraphSchema({
    typeDefs: gql(sdl[name]),
    resolvers: {
      ...scalars,
      Money: moneyResolvers,
      ...resolvers,
    } as unknown as GraphQLResolverMap<unknown>,
  });
