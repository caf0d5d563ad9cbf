import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoAccounts, demoPassword } from '@shop/schema/demo-accounts';
import { until } from '@shop/service/until';
import pg from 'pg';
import { logIn, send } from '../client.ts';

const clients = 20;
/** Enough for every order of the benchmark. */
const units = 90_000;

const place =
  'mutation Place($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id } } }';
const pay = 'mutation Pay($input: PayOrderInput!) { payOrder(input: $input) { order { status } } }';

const shippingAddress = {
  ...{ recipient: 'Bench', line1: 'Deichstraße 1', city: 'Hamburg' },
  ...{ postalCode: '20459', country: 'DE' },
};

/** Creates a product with many units, and customers to order it. */
export async function prepareShop(url: string) {
  const staff = await logIn(url, demoAccounts.staff.email);
  const { createProduct } = await send<{
    createProduct: { product: { variants: { id: string }[] } };
  }>(
    url,
    `mutation { createProduct(input: { title: "Bench", status: ACTIVE, variants: [${Array.from(
      { length: 20 },
      (_, n) =>
        `{ sku: "BENCH-${n}", options: [{ name: "n", value: "${n}" }], price: { amount: "1.00", currencyCode: "EUR" } }`,
    ).join()}] }) { product { variants { id } } } }`,
    staff,
  );
  const { product } = createProduct;
  for (const { id } of product.variants) {
    const receive = `mutation { receiveStock(input: { variantId: "${id}", quantity: ${units}, reason: "bench", idempotencyKey: "${randomUUID()}" }) { userErrors { code } } }`;
    await until(
      'inventory to know the variant',
      async () => {
        const { receiveStock } = await send<{ receiveStock: { userErrors: unknown[] } }>(
          url,
          receive,
          staff,
        );
        return receiveStock.userErrors.length === 0;
      },
      { everyMs: 50 },
    );
  }
  const tokens: string[] = [];
  // One after the other: passwords are hashed slowly on purpose.
  for (let n = 0; n < clients; n++) {
    const email = `bench-${n}@shop.example`;
    await send(
      url,
      `mutation { register(input: { email: "${email}", password: "${demoPassword}", displayName: "Bench" }) { userErrors { code } } }`,
    );
    tokens.push(await logIn(url, email));
  }
  return { tokens, variantIds: product.variants.map(({ id }) => id) };
}

export type PreparedShop = Awaited<ReturnType<typeof prepareShop>>;

/**
 * Places this number of orders as fast as possible, and pays each as soon as it is confirmed. Returns the
 * seconds until the last one is paid, the milliseconds of each from placed to paid, and how many transactions
 * this function itself committed in the database.
 */
export async function runOrders(
  url: string,
  orderDatabase: string,
  { tokens, variantIds }: PreparedShop,
  orders: number,
) {
  const database = new pg.Client({ connectionString: orderDatabase });
  await database.connect();
  const waiting = new Map<string, () => void>();
  let over = false;
  let polls = 0;
  // One query for all waiting orders.
  const watching = (async () => {
    while (!over) {
      if (waiting.size > 0) {
        polls++;
        const { rows } = await database.query<{ id: string }>(
          `SELECT id FROM orders WHERE id = ANY($1) AND status = 'CONFIRMED'`,
          [[...waiting.keys()]],
        );
        for (const { id } of rows) {
          waiting.get(id)?.();
          waiting.delete(id);
        }
      }
      await sleep(10);
    }
  })();
  const latencies: number[] = [];
  let left = orders;
  const began = performance.now();
  let seconds: number;
  try {
    await Promise.all(
      // Two concurrent orders per customer, so that reservations do not hold up the next order.
      tokens.flatMap((token, n) => [0, 1].map(() => buy(token, n))),
    );
    seconds = (performance.now() - began) / 1_000;
  } finally {
    over = true;
    await watching;
    await database.end();
  }
  return { seconds, latencies, polls };

  async function buy(token: string, n: number): Promise<void> {
    while (left-- > 0) {
      const placedAt = performance.now();
      const variantId = variantIds[n % variantIds.length];
      const lines = [{ variantId, quantity: 1 }];
      const input = { lines, shippingAddress, idempotencyKey: randomUUID() };
      const { placeOrder } = await send<{ placeOrder: { order: { id: string } } }>(
        url,
        place,
        token,
        input,
      );
      const { id } = placeOrder.order;
      await new Promise<void>((resolve) => waiting.set(id, resolve));
      const payment = { orderId: id, paymentToken: 'tok_success', idempotencyKey: randomUUID() };
      await send(url, pay, token, payment);
      latencies.push(performance.now() - placedAt);
    }
  }
}
