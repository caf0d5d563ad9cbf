import { ancestorsOf, childrenOf } from '../domain/category.ts';
import type { CategoryResolvers } from '../generated/graphql.ts';
import { listProductsOf } from './products.ts';

export const Category: CategoryResolvers = {
  __resolveReference: async (key, { loaders }) =>
    (await loaders.categories()).find(({ id }) => id === key.id) ?? null,
  parent: async ({ parentId }, _, { loaders }) =>
    (await loaders.categories()).find(({ id }) => id === parentId) ?? null,
  children: async (category, _, { loaders }) => childrenOf(category, await loaders.categories()),
  ancestors: async (category, _, { loaders }) => ancestorsOf(category, await loaders.categories()),
  products: (category, args, context) => listProductsOf(category, args, context),
  productCount: ({ id }, _, { loaders }) => loaders.productCount.load(id),
};
