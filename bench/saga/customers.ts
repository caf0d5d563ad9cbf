import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const password = 'shop-demo-2026';
const clients = 20;
/** Enough for every order of the bench. */
const units = 90_000;

const place =
  'mutation Place($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id } } }';
const pay = 'mutation Pay($input: PayOrderInput!) { payOrder(input: $input) { order { status } } }';

/** Asks the gateway; throws what it refuses. */
async function ask<T>(
  url: string,
  query: string,
  token = '',
  input: Readonly<Record<string, unknown>> = {},
): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const { data, errors } = (await response.json()) as { data?: T; errors?: unknown };
  if (!data || errors) throw new Error(JSON.stringify(errors));
  return data;
}

const signIn = async (url: string, email: string): Promise<string> => {
  const { login } = await ask<{ login: { session: { accessToken: string } } }>(
    url,
    `mutation { login(input: { email: "${email}", password: "${password}" }) { session { accessToken } } }`,
  );
  return login.session.accessToken;
};

/** A product of many units, and people who order it. */
export async function openDoors(url: string) {
  const staff = await signIn(url, 'staff@shop.example');
  const { createProduct } = await ask<{
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
    for (;;) {
      const { receiveStock } = await ask<{ receiveStock: { userErrors: unknown[] } }>(
        url,
        receive,
        staff,
      );
      if (receiveStock.userErrors.length === 0) break;
      // Inventory has not heard of the variant yet.
      await sleep(50);
    }
  }
  const tokens = await Promise.all(
    Array.from({ length: clients }, async (_, n) => {
      const email = `bench-${n}@shop.example`;
      await ask(
        url,
        `mutation { register(input: { email: "${email}", password: "${password}", displayName: "Bench" }) { userErrors { code } } }`,
      );
      return signIn(url, email);
    }),
  );
  return { tokens, variantIds: product.variants.map(({ id }) => id) };
}

export type Doors = Awaited<ReturnType<typeof openDoors>>;

/**
 * Customers place and, once it is confirmed, pay so many orders as fast as they can. Resolves when
 * the last one is paid, with the seconds it took and the milliseconds from placed to paid of each.
 */
export async function run(url: string, orderDatabase: string, doors: Doors, orders: number) {
  const database = new pg.Client({ connectionString: orderDatabase });
  await database.connect();
  const waiting = new Map<string, () => void>();
  let over = false;
  // One question for all who wait, rather than one each.
  const watching = (async () => {
    while (!over) {
      if (waiting.size > 0) {
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
  await Promise.all(
    // More orders under way than customers: nobody waits for the stock of one before the next.
    doors.tokens.flatMap((token, n) => [0, 1].map(() => buy(token, n))),
  );
  const seconds = (performance.now() - began) / 1_000;
  over = true;
  await watching;
  await database.end();
  return { seconds, latencies };

  async function buy(token: string, n: number): Promise<void> {
    while (left-- > 0) {
      const placedAt = performance.now();
      const variantId = doors.variantIds[n % doors.variantIds.length];
      const lines = [{ variantId, quantity: 1 }];
      const input = { lines, idempotencyKey: randomUUID() };
      const { placeOrder } = await ask<{ placeOrder: { order: { id: string } } }>(
        url,
        place,
        token,
        input,
      );
      const { id } = placeOrder.order;
      await new Promise<void>((resolve) => waiting.set(id, resolve));
      const payment = { orderId: id, paymentToken: 'tok_success', idempotencyKey: randomUUID() };
      await ask(url, pay, token, payment);
      latencies.push(performance.now() - placedAt);
    }
  }
}
