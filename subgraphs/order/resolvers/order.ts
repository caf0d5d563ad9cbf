import { times } from '@shop/schema';
import type {
  OrderLineResolvers,
  OrderResolvers,
  ShortLineResolvers,
} from '../generated/graphql.ts';

export const Order: OrderResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.order.load(id),
  customer: ({ customerId }) => ({ id: customerId }),
};

export const OrderLine: OrderLineResolvers = {
  variant: ({ variantId }) => ({ id: variantId }),
  lineTotal: ({ unitPrice, quantity }) => times(unitPrice, quantity),
};

export const ShortLine: ShortLineResolvers = {
  variant: ({ variantId }) => ({ id: variantId }),
};
