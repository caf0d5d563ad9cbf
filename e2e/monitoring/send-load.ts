import { expect } from 'vitest';
import { post, requestData, tokenOf, untilOrder } from '../client.ts';
import { PayOrderDocument } from '../generated/graphql.ts';
import { shop } from '../shop.ts';
import { customerWithOrder, newKey } from '../shopping.ts';

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const send = (query: string, headers: Record<string, string> = {}) =>
  post(JSON.stringify({ query }), headers);

/** Does what every metric counts at least once: purchases, refusals, denials, cached and deprecated reads, a subscription. */
export async function sendLoad(): Promise<void> {
  const { customer, orderId } = await customerWithOrder(2);
  const pay = (paymentToken: string) => {
    const input = { orderId, paymentToken, idempotencyKey: newKey() };
    return requestData(PayOrderDocument, { input }, customer.token);
  };
  await follow(orderId, customer.token);
  const { payOrder: declined } = await pay('tok_decline');
  expect(declined?.userErrors).toHaveLength(1);
  await pay('tok_success');
  await untilOrder(orderId, 'PAID', customer.token);
  for (let n = 0; n < 3; n++) await send('query Titles { products(first: 2) { nodes { title } } }');
  await send('{ stockItems(first: 1) { nodes { variantId } } }');
  const deprecated = '{ orders(first: 1, sort: { by: PLACED_AT }) { nodes { id } } }';
  const { text } = await send(deprecated, bearer(await tokenOf('staff')));
  expect(text).not.toContain('errors');
}

/** Reads the first message of a subscription to an order, as an event stream. */
async function follow(orderId: string, token: string): Promise<void> {
  const query = `subscription { orderUpdated(id: "${orderId}") { status } }`;
  const accept = { accept: 'text/event-stream', 'content-type': 'application/json' };
  const { url } = shop;
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...accept, ...bearer(token) },
    body: JSON.stringify({ query }),
  });
  expect(response.status).toBe(200);
  let text = '';
  // Leaving the loop ends the subscription.
  for await (const chunk of response.body ?? []) {
    text += new TextDecoder().decode(chunk as Uint8Array);
    if (text.includes('"orderUpdated"')) return;
  }
  throw new Error(`no message: ${text}`);
}
