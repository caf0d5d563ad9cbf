import { readPage, toConnection } from '@shop/service';
import type { UserResolvers } from '../generated/graphql.ts';

export const User: UserResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  async orders({ id }, args, { orders }) {
    const request = readPage('orders', args);
    const page = await orders.ofCustomer(id, request);
    const keyOf = (order: { id: string }) => [order.id];
    return toConnection('orders', request, page, keyOf, () => orders.countOfCustomer(id));
  },
};
