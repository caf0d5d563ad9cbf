import { parseArguments, parsePage, toConnection } from '@shop/service';
import type { OrderConnection, OrderContext } from '../context.ts';
import { keyParts, readOrderList } from '../domain/order-list.ts';
import type { QueryOrdersArgs } from '../generated/graphql.ts';

/** Returns one page of all orders. Cursors belong to one sort. Throws BAD_USER_INPUT. */
export async function listOrders(
  { filter, sort, ...args }: QueryOrdersArgs,
  { lists }: OrderContext,
): Promise<OrderConnection> {
  const list = parseArguments(() => readOrderList({ filter, sort }));
  const name = `orders:${list.sort.by}:${list.sort.direction}`;
  const request = parsePage(name, args, keyParts[list.sort.by]);
  return toConnection(await lists.page(list, request), {
    list: name,
    request,
    keyOf: ({ key }) => key,
    nodeOf: ({ order }) => order,
    count: () => lists.count(list.filter),
  });
}
