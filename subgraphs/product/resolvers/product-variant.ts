import { variantTitle } from '../domain/product.ts';
import type { ProductVariantResolvers } from '../generated/graphql.ts';

export const ProductVariant: ProductVariantResolvers = {
  __resolveReference: (key, { loaders }) =>
    'id' in key ? loaders.variant.load(key.id) : loaders.variantBySku.load(key.sku),
  title: variantTitle,
  product: ({ productId }, _, { loaders }) => loaders.product.load(productId),
};
