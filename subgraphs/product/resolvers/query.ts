import { badUserInput, limitMaxAge } from '@shop/service';
import type { QueryResolvers } from '../generated/graphql.ts';
import { listProducts } from './products.ts';

/** In seconds. Stock changes with every order, and is projected within moments. */
const stockMaxAge = 5;

export const Query: QueryResolvers = {
  product: (_, { id, slug }, { loaders }) => {
    if (id != null && slug == null) return loaders.product.load(id);
    if (slug != null && id == null) return loaders.productBySlug.load(slug);
    throw badUserInput('Give exactly one of `id` and `slug`.');
  },
  products: (_, args, context) => {
    if (args.filter?.inStock != null) limitMaxAge(context, stockMaxAge);
    return listProducts(args, context);
  },
  variant: (_, { id, sku }, { loaders }) => {
    if (id != null && sku == null) return loaders.variant.load(id);
    if (sku != null && id == null) return loaders.variantBySku.load(sku);
    throw badUserInput('Give exactly one of `id` and `sku`.');
  },
  category: async (_, { id, slug }, { loaders }) => {
    if ((id == null) === (slug == null)) throw badUserInput('Give exactly one of `id` and `slug`.');
    const all = await loaders.categories();
    return all.find((category) => (id == null ? category.slug === slug : category.id === id));
  },
  categories: (_, __, { loaders }) => loaders.categories(),
};
