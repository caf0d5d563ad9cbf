import type { CategoryResolvers } from '../generated/graphql.ts';

export const Category: CategoryResolvers = {
  __resolveReference: async (key, { loaders }) =>
    (await loaders.categories()).find(({ id }) => id === key.id) ?? null,
  parent: async ({ parentId }, _, { loaders }) =>
    (await loaders.categories()).find(({ id }) => id === parentId) ?? null,
};
