import { toUserError } from '@shop/service';
import type { BulkUpsertResultResolvers } from '../generated/graphql.ts';

export const BulkUpsertResult: BulkUpsertResultResolvers = {
  product: ({ productId }, _, { loaders }) =>
    productId === null ? null : loaders.product.load(productId),
  userErrors: ({ reasons }) => reasons.map(toUserError),
};
