import type { QueryResolvers } from '../generated/graphql.ts';

export const Query: QueryResolvers = {
  order: (_, { id }, { loaders }) => loaders.order.load(id),
};
