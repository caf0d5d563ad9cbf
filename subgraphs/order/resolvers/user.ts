import { isId } from '@shop/domain';
import { parseArguments, parsePage, toConnection } from '@shop/service';
import { readStatuses } from '../domain/order-list.ts';
import type { UserResolvers } from '../generated/graphql.ts';

export const User: UserResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  cart: async ({ id }, _, { loaders }) => (await loaders.cartOf.load(id)) ?? null,
  async orders({ id: customerId }, { filter, ...args }, { loaders }) {
    const statuses = parseArguments(() => readStatuses({ filter }));
    const list = `orders of ${customerId}`;
    const request = parsePage(list, args, [isId]);
    return toConnection(await loaders.ordersOf.load(customerId, { statuses, page: request }), {
      list,
      request,
      keyOf: ({ id }) => [id],
      count: () => loaders.orderCountOf.load(customerId, { statuses }),
    });
  },
};
