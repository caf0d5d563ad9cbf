import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { until } from '@shop/testing';
import { expect, it } from 'vitest';
import { registerCustomer, requestData, tokenOf } from './client.ts';
import {
  AdjustStockDocument,
  CheckoutDocument,
  GuestPayDocument,
  LogoutDocument,
  PayOrderDocument,
  RefundOrderDocument,
} from './generated/graphql.ts';
import { shippingAddress } from './shipping-address.ts';
import { shop } from './shop.ts';
import { addProduct, customerWithOrder, guestCart, newKey, place } from './shopping.ts';
import {
  type Messages,
  type SubscriptionPayload,
  overEvents as subscribeOverEvents,
  overSocket as subscribeOverSocket,
  untilStatus,
} from './subscribing.ts';

const socketUrl = () => shop.url.replace(/^http/, 'ws');
const query = `subscription ($id: ID!, $orderToken: String) {
  orderUpdated(id: $id, orderToken: $orderToken) { status customer { displayName } reservation { status } }
}`;

/** Subscribes at the shop of the run. */
const overSocket = (payload: SubscriptionPayload, token?: string) =>
  subscribeOverSocket(shop.url, payload, token);
const overEvents = (payload: SubscriptionPayload, token?: string) =>
  subscribeOverEvents(shop.url, payload, token);

const codesOf = ({ errors }: Messages) =>
  [errors].flat().map((error) => (error as { extensions?: { code: string } })?.extensions?.code);

it('a customer follows an order from placed to paid over both transports', async () => {
  const customer = await registerCustomer();
  const { variants } = await addProduct(5, ['10.00']);
  const order = await place(customer.token, [{ variantId: variants[0]?.id ?? '', quantity: 1 }]);
  const payload = { query, variables: { id: order.id } };
  const followers = [
    overSocket(payload, customer.token).messages,
    overEvents(payload, customer.token).messages,
    overSocket(
      { query: 'subscription { orderUpdated: myOrdersUpdated { status } }' },
      customer.token,
    ).messages,
  ];
  await Promise.all(followers.map((one) => untilStatus(one, 'CONFIRMED')));
  const input = { orderId: order.id, paymentToken: 'tok_success', idempotencyKey: newKey() };
  await requestData(PayOrderDocument, { input }, customer.token);
  await Promise.all(followers.map((one) => untilStatus(one, 'PAID')));
  expect(followers[0]?.data.at(-1)).toEqual({
    orderUpdated: {
      status: 'PAID',
      customer: { displayName: 'Nel' },
      reservation: { status: 'ACTIVE' },
    },
  });
  expect(followers.map(({ errors }) => errors)).toEqual([undefined, undefined, undefined]);
});

it('a guest follows an order with its token, with the example too, and strangers are refused', async () => {
  const { cartToken } = await guestCart();
  const checkout = { cartToken, email: `${randomUUID()}@shop.example`, shippingAddress };
  const { placeOrder } = await requestData(CheckoutDocument, {
    input: { ...checkout, idempotencyKey: newKey() },
  });
  const id = placeOrder?.order?.id ?? '';
  const orderToken = placeOrder?.orderToken ?? '';
  const payload = { query, variables: { id, orderToken } };
  const events = overEvents(payload).messages;
  const script = fileURLToPath(new URL('../examples/follow-order.ts', import.meta.url));
  const args = ['--import', 'tsx', script, id, orderToken, socketUrl()];
  const example = promisify(execFile)(process.execPath, args);
  await untilStatus(events, 'CONFIRMED');

  const { token: stranger } = await registerCustomer();
  const foreign = { query, variables: { id, orderToken: 'nonsense' } };
  for (const token of [undefined, stranger]) {
    const refused = [overSocket(foreign, token).messages, overEvents(foreign, token).messages];
    await until('the refusals', () => refused.every(({ hasEnded }) => hasEnded));
    expect(refused.map(codesOf)).toEqual([['NOT_FOUND'], ['NOT_FOUND']]);
  }

  const pay = { orderId: id, orderToken, paymentToken: 'tok_success', idempotencyKey: newKey() };
  await requestData(GuestPayDocument, { input: pay });
  await untilStatus(events, 'PAID');
  expect((await example).stdout).toMatch(/PAID\n$/);
});

it('a logout ends the subscriptions of its session with the code that asks for a refresh', async () => {
  const { customer, orderId } = await customerWithOrder(1);
  const payload = { query, variables: { id: orderId } };
  const socket = overSocket(payload, customer.token);
  const events = overEvents(payload, customer.token);
  await Promise.all([socket, events].map(({ messages }) => untilStatus(messages, 'CONFIRMED')));
  await requestData(LogoutDocument, {}, customer.token);
  await until('the close', () => socket.closes.length > 0);
  expect(socket.closes).toEqual([4403]);
  await until('the end', () => events.messages.hasEnded);
  expect(codesOf(events.messages)).toEqual(['UNAUTHENTICATED']);
});

it('everyone follows the availability of a product, and staff follow low stock', async () => {
  const { id, variants } = await addProduct(7, ['10.00']);
  const variantId = variants[0]?.id ?? '';
  const availability = 'variants { price { amount } availability { quantity } }';
  const product = overSocket({
    query: `subscription ($id: ID!) { productUpdated(id: $id) { ${availability} } }`,
    variables: { id },
  }).messages;
  const staff = await tokenOf('staff');
  const low = overSocket(
    { query: 'subscription { stockLow { variantId available } }' },
    staff,
  ).messages;
  const stranger = overSocket({ query: 'subscription { stockLow { variantId } }' }).messages;
  const quantityIs = (quantity: number) =>
    until(`${quantity}: ${JSON.stringify(product)}`, () =>
      JSON.stringify(product.data.at(-1) ?? null).includes(`"quantity":${quantity}`),
    );
  await quantityIs(7);
  const input = { variantId, delta: -5, reason: 'count', idempotencyKey: newKey() };
  await requestData(AdjustStockDocument, { input }, staff);
  await quantityIs(2);
  await until(`the low stock: ${JSON.stringify(low)}`, () =>
    JSON.stringify(low.data).includes(`{"variantId":"${variantId}","available":2}`),
  );
  await until('the refusal', () => stranger.hasEnded);
  expect(codesOf(stranger)).toEqual(['UNAUTHENTICATED']);
});

it('staff follow the sales of the day through a payment and a refund, and others are refused', async () => {
  const day = { date: new Date().toISOString().slice(0, 10), timeZone: 'UTC' };
  const payload = {
    query: `subscription ($date: Date!, $timeZone: TimeZone!) {
      salesOfDayUpdated(date: $date, timeZone: $timeZone) { orderCount refundCount amounts { currencyCode net { amount } } }
    }`,
    variables: day,
  };
  const nel = await registerCustomer();
  const refused = [overSocket(payload), overSocket(payload, nel.token)].map((one) => one.messages);
  const staff = await tokenOf('staff');
  const { messages } = overSocket(payload, staff);
  type Sales = {
    orderCount: number;
    refundCount: number;
    amounts: { currencyCode: string; net: { amount: string } }[];
  };
  const last = () =>
    (messages.data.at(-1) as { salesOfDayUpdated: Sales } | undefined)?.salesOfDayUpdated;
  const euros = (sales: Sales | undefined) =>
    Number(sales?.amounts.find(({ currencyCode }) => currencyCode === 'EUR')?.net.amount ?? 0);
  const before = await until('the present state', last);

  const { customer, orderId } = await customerWithOrder(1);
  const input = { orderId, paymentToken: 'tok_success', idempotencyKey: newKey() };
  await requestData(PayOrderDocument, { input }, customer.token);
  await until('the sale', () => (last()?.orderCount ?? 0) === before.orderCount + 1);
  expect(euros(last()) - euros(before)).toBeCloseTo(10);
  const refund = { amount: '4.00', currencyCode: 'EUR' };
  await requestData(
    RefundOrderDocument,
    { input: { orderId, amount: refund, reason: 'torn', idempotencyKey: newKey() } },
    staff,
  );
  await until('the refund', () => (last()?.refundCount ?? 0) === before.refundCount + 1);
  expect(euros(last()) - euros(before)).toBeCloseTo(6);
  await until('the refusals', () => refused.every(({ hasEnded }) => hasEnded));
  expect(refused.flatMap(codesOf)).toEqual(['UNAUTHENTICATED', 'FORBIDDEN']);
});
