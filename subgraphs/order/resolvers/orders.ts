import { parseArguments, readPage, toConnection } from '@shop/service';
import type { OrderConnection, OrderContext } from '../context.ts';
import { keyParts, readOrderList } from '../domain/order-list.ts';
import type { QueryOrdersArgs } from '../generated/graphql.ts';

/** One page of all orders. Throws BAD_USER_INPUT; a list with another order knows no cursor of ours. */
export async function listOrders(
  { filter, sort, ...args }: QueryOrdersArgs,
  { lists }: OrderContext,
): Promise<OrderConnection> {
  const list = parseArguments(() => readOrderList({ filter, sort }));
  const name = `orders:${list.sort.by}:${list.sort.direction}`;
  const request = readPage(name, args, keyParts[list.sort.by]);
  const { edges, nodes, ...rest } = toConnection(
    name,
    request,
    await lists.page(list, request),
    ({ key }) => key,
    () => lists.count(list.filter),
  );
  return {
    ...rest,
    edges: edges.map(({ cursor, node }) => ({ cursor, node: node.order })),
    nodes: nodes.map(({ order }) => order),
  };
}
