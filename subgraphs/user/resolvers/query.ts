import type { QueryResolvers } from '../generated/graphql.ts';

export const Query: QueryResolvers = {
  me: (_, __, { viewer, loaders }) => (viewer ? loaders.user.load(viewer.id) : null),
  user: (_, { id }, { loaders }) => loaders.user.load(id),
};
