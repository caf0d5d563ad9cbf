import { randomUUID } from 'node:crypto';
import { startStripeServer } from '@shop/order/stripe-server';
import { demoAccounts, demoPassword } from '@shop/schema/demo-accounts';
import { until } from '@shop/testing';
import { type RunningShop, startShop } from '@shop/testing/shop';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { post } from './client.ts';
import { logLines } from './log-lines.ts';
import { shippingAddress } from './shipping-address.ts';
import { newKey } from './shopping.ts';

let stripe: Awaited<ReturnType<typeof startStripeServer>>;
let shop: RunningShop;
beforeAll(async () => {
  stripe = await startStripeServer();
  shop = await startShop({
    PAYMENT_PROVIDER: 'stripe',
    STRIPE_API_URL: stripe.url,
    STRIPE_SECRET_KEY: 'sk_test_0123456789',
    STRIPE_WEBHOOK_SECRETS: 'whsec_0123456789abcdef',
    LOG_LEVEL: 'debug',
  });
});
afterAll(async () => {
  await shop?.stop();
  await stripe?.close();
});

// biome-ignore lint/suspicious/noExplicitAny: JSON
type Json = any;
const bearer = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

async function send(query: string, variables: object, token?: string): Promise<Json> {
  const { text } = await post(JSON.stringify({ query, variables }), bearer(token), shop.url);
  return JSON.parse(text);
}

async function rest(method: string, path: string, token?: string) {
  const url = new URL(`/api/v1${path}`, shop.url);
  const response = await fetch(url, { method, headers: bearer(token) });
  return { status: response.status, body: response.status === 204 ? {} : await response.json() };
}

const password = 'correct horse staple';
async function register() {
  const input = { email: `${randomUUID()}@shop.example`, password, displayName: 'Nel' };
  const mutation = `mutation ($input: RegisterInput!) { register(input: $input) {
    user { id } session { accessToken } } }`;
  const { register: registered } = (await send(mutation, { input })).data;
  return { id: registered.user.id, token: registered.session.accessToken };
}

async function placeOrder(token: string): Promise<string> {
  const { products } = (await send('{ products(first: 1) { nodes { variants { id } } } }', {}))
    .data;
  const lines = [{ variantId: products.nodes[0].variants[0].id, quantity: 1 }];
  const input = { lines, shippingAddress, waitForMs: 5_000, idempotencyKey: newKey() };
  const mutation = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
    order { id } userErrors { code } } }`;
  return (await send(mutation, { input }, token)).data.placeOrder.order.id;
}

async function pay(token: string, input: object) {
  const mutation = `mutation ($input: PayOrderInput!) { payOrder(input: $input) {
    order { status } userErrors { code field } } }`;
  const orderId = await placeOrder(token);
  const sent = { orderId, waitForMs: 5_000, idempotencyKey: newKey(), ...input };
  return (await send(mutation, { input: sent }, token)).data.payOrder;
}

const mine = `{ me { paymentMethods { id brand last4 expiryMonth expiryYear } } }`;

/** Returns where one of these texts is: a table or log line of any database or process of the shop. */
async function placesOf(texts: readonly string[]): Promise<string[]> {
  const places = (await logLines(shop.dataDir)).filter((line) =>
    texts.some((text) => line.includes(text)),
  );
  for (const [name, connectionString] of Object.entries(shop.databaseUrls)) {
    const client = new pg.Client({ connectionString });
    await client.connect();
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    for (const table of tables) {
      const { rows } = await client.query<{ text: string }>(
        `SELECT one::text AS text FROM ${table.name} AS one`,
      );
      if (rows.some(({ text }) => texts.some((one) => text.includes(one)))) {
        places.push(`${name} ${table.name}`);
      }
    }
    await client.end();
  }
  return places;
}

it('a customer saves a card, pays with it and removes it; nothing of it is in a table or log line, and the deleted account has none', async () => {
  const nel = await register();
  const other = await register();
  expect((await send(mine, {}, nel.token)).data.me.paymentMethods).toEqual([]);
  const paid = { order: { status: 'PAID' }, userErrors: [] };
  expect(await pay(nel.token, { paymentToken: 'pm_card_traced', savePaymentMethod: true })).toEqual(
    paid,
  );
  const [method, ...others] = (await send(mine, {}, nel.token)).data.me.paymentMethods;
  expect(others).toEqual([]);
  expect(method).toEqual({
    ...{ id: expect.stringMatching(/^pm_/), brand: 'tracedbrand', last4: 'L4ST' },
    ...{ expiryMonth: 8, expiryYear: 2039 },
  });
  expect(await rest('GET', '/users/me/payment-methods', nel.token)).toMatchObject({
    status: 200,
    body: { items: [method] },
  });
  expect(await pay(nel.token, { paymentMethodId: method.id })).toEqual(paid);

  // Others neither read, use nor remove it.
  const refused = { userErrors: [{ code: 'NOT_FOUND', field: ['paymentMethodId'] }] };
  expect(await pay(other.token, { paymentMethodId: method.id })).toMatchObject(refused);
  const declined = { userErrors: [{ code: 'PAYMENT_DECLINED' }] };
  expect(await pay(other.token, { paymentToken: method.id })).toMatchObject(declined);
  const path = `/users/me/payment-methods/${method.id}`;
  expect((await rest('DELETE', path, other.token)).status).toBe(404);
  expect((await rest('GET', '/users/me/payment-methods')).status).toBe(401);
  const login = `mutation { login(input: { email: "${demoAccounts.admin.email}", password: "${demoPassword}" }) { session { accessToken } } }`;
  const admin = (await send(login, {})).data.login.session.accessToken;
  const ofUser = 'query ($id: ID!) { user(id: $id) { id paymentMethods { id } } }';
  const read = await send(ofUser, { id: nel.id }, admin);
  expect(read.data.user).toEqual({ id: nel.id, paymentMethods: null });
  expect(read.errors[0].extensions.code).toBe('FORBIDDEN');

  // The first request and its retries.
  stripe.faults.lostResponses = 3;
  const unavailable = await send(mine, {}, nel.token);
  expect(unavailable.errors[0].extensions.code).toBe('SERVICE_UNAVAILABLE');

  const texts = ['tracedbrand', 'L4ST', 'fingerprint of', method.id];
  expect(await placesOf(texts)).toEqual([]);
  const [customer] = stripe.methods.customers();
  expect(await placesOf([customer?.id ?? ''])).toEqual(['order public.stripe_customers']);

  expect((await rest('DELETE', path, nel.token)).status).toBe(204);
  expect((await rest('DELETE', path, nel.token)).status).toBe(404);
  expect((await send(mine, {}, nel.token)).data.me.paymentMethods).toEqual([]);

  const deletion =
    'mutation ($input: DeleteAccountInput!) { deleteAccount(input: $input) { userErrors { code } } }';
  await send(deletion, { input: { currentPassword: password } }, nel.token);
  await until('the customer at Stripe to be deleted', async () => {
    return stripe.methods.customers().length === 0;
  });
  await until(
    'its row to be deleted',
    async () => (await placesOf([customer?.id ?? ''])).length === 0,
  );
});
