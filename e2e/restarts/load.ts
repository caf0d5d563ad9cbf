import { setTimeout as sleep } from 'node:timers/promises';
import {
  BrowseDocument,
  MeDocument,
  OrderDocument,
  PayOrderDocument,
  PlaceOrderDocument,
  RegisterDocument,
  type TypedDocumentString,
} from '../generated/graphql.ts';
import { shippingAddress } from '../shipping-address.ts';

export type LoadResult = { requests: number; orders: number; readonly failures: string[] };

/** How long an order may wait while the processes that confirm it are restarted. */
const confirmationMs = 60_000;

/**
 * Runs customers who browse, order and pay until `isOver`, and counts their requests. No request is repeated: whatever is
 * not 200 without errors is a failure.
 */
export async function runLoad(
  url: string,
  variantId: string,
  customers: number,
  isOver: () => boolean,
): Promise<LoadResult> {
  const result: LoadResult = { requests: 0, orders: 0, failures: [] };

  async function send<T, V>(
    document: TypedDocumentString<T, V>,
    variables: V,
    token?: string,
  ): Promise<T> {
    result.requests++;
    const query = document.toString();
    const [, name] = /(?:query|mutation) (\w+)/.exec(query) ?? [];
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as { data?: T; errors?: unknown };
      if (response.ok && data && !errors) return data;
      throw new Error(`${response.status} ${JSON.stringify(errors)}`);
    } catch (error) {
      const { message, cause } = error as Error;
      result.failures.push(`${new Date().toISOString()} ${name}: ${message} ${cause ?? ''}`);
      throw error;
    }
  }

  async function buy(token: string): Promise<void> {
    await send(BrowseDocument, { first: 5 }, token);
    const idempotencyKey = crypto.randomUUID();
    const lines = [{ variantId, quantity: 1 }];
    const input = { lines, shippingAddress, idempotencyKey };
    const { placeOrder } = await send(PlaceOrderDocument, { input }, token);
    const orderId = placeOrder?.order?.id ?? '';
    const deadline = Date.now() + confirmationMs;
    for (;;) {
      const { order } = await send(OrderDocument, { id: orderId }, token);
      if (order?.status === 'CONFIRMED') break;
      if (Date.now() > deadline) throw new Error(`${orderId} is still ${order?.status}`);
      await sleep(100);
    }
    const payment = { orderId, paymentToken: 'tok_success', idempotencyKey: crypto.randomUUID() };
    const { payOrder } = await send(PayOrderDocument, { input: payment }, token);
    if (payOrder?.order?.status === 'PAID') result.orders++;
    await send(MeDocument, {}, token);
  }

  const customer = async () => {
    const email = `${crypto.randomUUID()}@shop.example`;
    const input = { email, password: 'correct horse', displayName: 'Nel' };
    const { register } = await send(RegisterDocument, { input });
    const token = register?.session?.accessToken ?? '';
    while (!isOver()) await buy(token).catch(() => undefined);
  };
  await Promise.all(Array.from({ length: customers }, customer));
  return result;
}
