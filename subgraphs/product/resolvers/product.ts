import { priceRange, productOptions } from '../domain/product.ts';
import type { ProductResolvers } from '../generated/graphql.ts';

export const Product: ProductResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.product.load(id),
  options: productOptions,
  priceRange,
  images: ({ images }, _, { imageUrl }) =>
    images.map(({ url, alt }, position) => ({ url: imageUrl(url), alt, position })),
  categories: async ({ categoryIds }, _, { loaders }) =>
    (await loaders.categories()).filter(({ id }) => categoryIds.includes(id)),
};
