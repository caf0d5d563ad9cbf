import { badUserInput } from '@shop/service';
import { categoryBySlug } from '../domain/category.ts';
import type { QueryResolvers } from '../generated/graphql.ts';
import { listProducts } from './products.ts';

export const Query: QueryResolvers = {
  product: (_, { id, slug }, { loaders }) => {
    if (id != null && slug == null) return loaders.product.load(id);
    if (slug != null && id == null) return loaders.productBySlug.load(slug);
    throw badUserInput('Give exactly one of `id` and `slug`.');
  },
  products: (_, args, context) => listProducts(args, context),
  variant: (_, { id, sku }, { loaders }) => {
    if (id != null && sku == null) return loaders.variant.load(id);
    if (sku != null && id == null) return loaders.variantBySku.load(sku);
    throw badUserInput('Give exactly one of `id` and `sku`.');
  },
  category: async (_, { id, slug }, { loaders }) => {
    if ((id == null) === (slug == null)) throw badUserInput('Give exactly one of `id` and `slug`.');
    const all = await loaders.categories();
    return slug == null ? all.find((category) => category.id === id) : categoryBySlug(slug, all);
  },
  categories: (_, __, { loaders }) => loaders.categories(),
};
