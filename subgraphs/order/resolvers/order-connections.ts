import { isId } from '@shop/domain';
import { parseArguments, parsePage, toConnection } from '@shop/service';
import type { OrderConnection, OrderContext } from '../context.ts';
import { keyParts, parseCustomerFilter, parseOrderList } from '../domain/order-list-input.ts';
import type { QueryOrdersArgs, UserOrdersArgs } from '../generated/graphql.ts';

/** Returns one page of all orders. Cursors belong to one sort. Throws BAD_USER_INPUT. */
export async function listOrders(
  { filter, sort, sortBy, ...args }: QueryOrdersArgs,
  { lists }: OrderContext,
): Promise<OrderConnection> {
  const orderList = parseArguments(() => parseOrderList({ filter, sort, sortBy }));
  const list = `orders:${orderList.sort.by}:${orderList.sort.direction}`;
  const request = parsePage(list, args, keyParts[orderList.sort.by]);
  return toConnection(await lists.page(orderList, request), {
    list,
    request,
    keyOf: ({ key }) => key,
    nodeOf: ({ order }) => order,
    count: () => lists.count(orderList.filter),
  });
}

/** Returns one page of the orders of a customer, newest first. Throws BAD_USER_INPUT. */
export async function listOrdersOf(
  customerId: string,
  { filter, ...args }: UserOrdersArgs,
  { loaders }: OrderContext,
): Promise<OrderConnection> {
  const conditions = parseArguments(() => parseCustomerFilter({ filter }));
  const list = `orders of ${customerId}`;
  const request = parsePage(list, args, [isId]);
  return toConnection(
    await loaders.ordersOf.load(customerId, { filter: conditions, page: request }),
    {
      list,
      request,
      keyOf: ({ id }) => [id],
      count: () => loaders.orderCountOf.load(customerId, { filter: conditions }),
    },
  );
}
