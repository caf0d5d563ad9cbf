import { isId } from '@shop/schema';
import { badInput, readInput, readPage, toConnection } from '@shop/service';
import { readStatuses } from '../domain/order-list.ts';
import type { UserResolvers } from '../generated/graphql.ts';

export const User: UserResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  cart: async ({ id }, _, { loaders }) => (await loaders.cartOf.load(id)) ?? null,
  async orders({ id: customerId }, { filter, ...args }, { lists }) {
    const statuses = readInput(() => readStatuses({ filter }));
    const request = readPage('orders', args);
    if (request.cursor && !isKey(request.cursor)) throw badInput('The cursor is not one of ours.');
    return toConnection(
      'orders',
      request,
      await lists.ofCustomer(customerId, statuses, request),
      ({ id }) => [id],
      () => lists.count({ customerId, statuses }),
    );
  },
};

const isKey = ([id = '', ...rest]: readonly string[]): boolean => isId(id) && rest.length === 0;
