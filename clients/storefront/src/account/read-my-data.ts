import type { ApolloClient } from '@apollo/client';
import type { OrderFragment } from '../order/generated/order.ts';
import { MyDataDocument, MyDataOrdersDocument } from './generated/my-data.ts';

/** Reads what the shop stores about the viewer: the account, and all orders, the newest first. Throws when it cannot. */
export async function readMyData(client: ApolloClient) {
  const read = { fetchPolicy: 'no-cache' } as const;
  const { data } = await client.query({ query: MyDataDocument, ...read });
  const orders: OrderFragment[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const page = await client.query({
      query: MyDataOrdersDocument,
      variables: { ...(after && { after }) },
      ...read,
    });
    const found = page.data?.me?.orders;
    if (!found) throw new Error('the session has ended');
    orders.push(...found.nodes);
    after = found.pageInfo.endCursor ?? undefined;
    more = found.pageInfo.hasNextPage;
  }
  return { account: data?.me, orders };
}
