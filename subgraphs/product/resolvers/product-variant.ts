import { isId, isTime } from '@shop/domain';
import { parsePage, toConnection } from '@shop/service';
import { variantTitle } from '../domain/product.ts';
import type { ProductVariantResolvers } from '../generated/graphql.ts';

export const ProductVariant: ProductVariantResolvers = {
  __resolveReference: (key, { loaders }) =>
    'id' in key ? loaders.variant.load(key.id) : loaders.variantBySku.load(key.sku),
  // Without options the title of the product stands for its only variant. A promise for the others would make the
  // whole list asynchronous.
  title: (variant, _, { loaders }) =>
    variantTitle(variant) ||
    loaders.product.load(variant.productId).then((one) => one?.title ?? ''),
  lowestPrice30Days: async ({ id }, _, { loaders }) =>
    (await loaders.prices.load(id))?.lowest30Days,
  priorPrice: async ({ id }, _, { loaders }) => (await loaders.prices.load(id))?.prior,
  async priceHistory({ id }, args, { loaders }) {
    const list = `prices:${id}`;
    const request = parsePage(list, args, [isTime, isId]);
    return toConnection(await loaders.priceHistory.load(id, request), {
      list,
      request,
      keyOf: (point) => [point.validFrom.toISOString(), point.id],
      count: () => loaders.priceCount.load(id),
    });
  },
  product: ({ productId }, _, { loaders }) => loaders.product.load(productId),
};
