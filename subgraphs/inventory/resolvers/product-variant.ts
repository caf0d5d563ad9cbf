import { availabilityOf } from '../domain/stock.ts';
import type { ProductVariantResolvers } from '../generated/graphql.ts';

export const ProductVariant: ProductVariantResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  availability: async ({ id }, _, { loaders }) => {
    const stock = await loaders.stock.load(id);
    return stock ? availabilityOf(stock) : null;
  },
  stock: async ({ id }, _, { loaders }) => (await loaders.stock.load(id)) ?? null,
};
