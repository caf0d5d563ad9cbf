import { afterAll, beforeAll, expect, it } from 'vitest';
import { execute } from '../testing/graph-fixture.ts';
import { customer, openOrderFixture, staff } from '../testing/order-fixture.ts';

let shop: Awaited<ReturnType<typeof openOrderFixture>>;
beforeAll(async () => {
  shop = await openOrderFixture();
});
afterAll(() => shop.close());

const idempotencyKey = 'a key of this test';

it('an order has the code of its cancellation, and its words where only the code was given', async () => {
  const orderId = await shop.paid();
  const source = `mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) {
    order {
      cancelReason cancelReasonCode
      refunds { reason reasonCode }
      timeline { details {
        ... on CancellationStepDetails { reason code: reasonCode }
        ... on RefundStepDetails { refundCode: reasonCode }
      } }
    }
    userErrors { code field } } }`;
  const input = { orderId, reasonCode: 'CHANGED_MIND', idempotencyKey };
  const { data } = await execute(shop, source, { input }, customer);
  const reason = 'The customer has changed their mind.';
  expect(data).toMatchObject({
    cancelOrder: {
      order: {
        cancelReason: reason,
        cancelReasonCode: 'CHANGED_MIND',
        refunds: [{ reason, reasonCode: 'ORDER_CANCELLED' }],
        timeline: expect.arrayContaining([
          { details: { reason, code: 'CHANGED_MIND' } },
          { details: { refundCode: 'ORDER_CANCELLED' } },
        ]),
      },
      userErrors: [],
    },
  });
  const [cancelled] = await shop.prisma.$queryRaw<{ data: unknown }[]>`
    SELECT event->'data' AS data FROM outbox WHERE type = 'order.cancelled.v1'`;
  expect(cancelled?.data).toMatchObject({ reason, reasonCode: 'CHANGED_MIND' });
});

it.each([
  ['cancelOrder', { reasonCode: 'NOT_PAID' }, ['reasonCode']],
  ['refundOrder', { reasonCode: 'LATE_PAYMENT' }, ['reasonCode']],
  ['cancelOrder', {}, ['reason']],
  ['refundOrder', {}, ['reason']],
])('%s is refused with the reason %j', async (mutation, reason, field) => {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
  const source = `mutation ($input: ${type}) { it: ${mutation}(input: $input) { userErrors { code field } } }`;
  const input = { orderId: await shop.paid(), idempotencyKey, ...reason };
  const { data } = await execute(shop, source, { input }, staff);
  expect(data).toEqual({ it: { userErrors: [{ code: 'INVALID_VALUE', field }] } });
});

it('the deprecated names of tokens work as their successors do', async () => {
  const source = `mutation ($input: AddCartLinesInput!) { addCartLines(input: $input) { cartToken } }`;
  const lines = [{ variantId: (await shop.placed()).lines[0]?.variantId, quantity: 1 }];
  const { data } = await execute(shop, source, { input: { lines } }, null);
  const { addCartLines } = data as unknown as { addCartLines: { cartToken: string } };
  const carts = `query ($token: String) {
    old: cart(token: $token) { totalQuantity } new: cart(cartToken: $token) { totalQuantity } }`;
  const read = await execute(shop, carts, { token: addCartLines.cartToken }, null);
  expect(read.data).toEqual({ old: { totalQuantity: 1 }, new: { totalQuantity: 1 } });
});

it('one fragment reads the lines of carts and orders, and one every address', async () => {
  const { id } = await shop.placed();
  const source = `query ($id: ID) {
    order(id: $id) { lines { ...L } shippingAddress { ...A } } }
    fragment L on LineItem { sku quantity lineTotal { amount } variant { id } }
    fragment A on PostalAddress { recipient city country }`;
  const { data, errors } = await execute(shop, source, { id }, customer);
  expect(errors).toEqual([]);
  expect(data?.order).toMatchObject({
    lines: [{ sku: 'A', quantity: 2, lineTotal: { amount: '20.00' }, variant: {} }],
    shippingAddress: { recipient: 'Nel Dahl', city: 'Hamburg', country: 'DE' },
  });
});

it('countries have names in the language of the client', async () => {
  const named = (alias: string, locale: string) =>
    `${alias}: countries(codes: ["DE"]${locale}) { name }`;
  const source = `{ ${named('en', '')} ${named('de', ' locale: "de-AT"')} ${named('none', ' locale: "tlh"')} }`;
  const { data } = await execute(shop, source);
  expect(data).toEqual({
    en: [{ name: 'Germany' }],
    de: [{ name: 'Deutschland' }],
    none: [{ name: 'Germany' }],
  });
});
