import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

// Follows an order until it is final or paid, and prints each status, as a shop front does with graphql-ws:
//   node --import tsx examples/follow-order.ts <id of the order> [order token [url [access token]]]

const [id, orderToken, url = 'ws://localhost:4000/graphql', accessToken] = process.argv.slice(2);

const query = `subscription FollowOrder($id: ID!, $orderToken: String) {
  orderUpdated(id: $id, orderToken: $orderToken) { number status }
}`;
/** Nothing is to be waited for after these. */
const ends = ['REJECTED', 'PAID', 'CANCELLED'];

type Result = {
  readonly orderUpdated: { readonly number: string; readonly status: string } | null;
};

const client = createClient({
  url,
  webSocketImpl: WebSocket,
  // Called for each connection: after close code 4403 a page refreshes its token here.
  connectionParams: () => (accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
});

/** Throws the errors with which the subscription is refused. */
async function follow(): Promise<void> {
  const variables = { id, orderToken: orderToken || null };
  for await (const { data } of client.iterate<Result>({ query, variables })) {
    if (!data?.orderUpdated) continue;
    console.log(data.orderUpdated.status);
    if (ends.includes(data.orderUpdated.status)) return;
  }
}

await follow().catch((error) => {
  console.error(Array.isArray(error) ? error[0].message : String(error));
  process.exitCode = 1;
});
await client.dispose();
