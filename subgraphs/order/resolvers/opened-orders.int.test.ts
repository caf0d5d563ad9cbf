import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { confirmOrder } from '../domain/confirm-order.ts';
import { placeOrder } from '../domain/place-order.ts';
import {
  newViewer,
  paymentWindows,
  productData,
  shippingAddress,
  variantA,
} from '../testing/fixtures.ts';
import { execute, staff } from '../testing/graph-fixture.ts';
import { openStores } from '../testing/open-stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.projectProduct(productData());
});
afterAll(() => stores.close());

async function guestOrder() {
  const lines = [{ variantId: variantA, quantity: 1 }];
  const input = { lines, email: 'guest@shop.example', shippingAddress, idempotencyKey: newId() };
  const { order, orderToken } = await placeOrder(stores, undefined, input);
  await confirmOrder(stores.orders, order.id, paymentWindows);
  return { id: order.id, token: orderToken ?? '' };
}
const kinds = ['PLACED', 'CONFIRMED'].map((kind) => ({ kind }));
const fields = 'allowedActions timeline { kind }';
const read = (variables: object, viewer: Viewer | null) => {
  const query = `query ($id: ID!, $token: String) { order(id: $id, token: $token) { ${fields} } }`;
  return execute(stores, query, { ...variables }, viewer);
};

it.each([
  ['another customer', newViewer()],
  ['an anonymous guest', null],
])(
  '%s with the token of an order sees its timeline and what the token can do',
  async (_, viewer) => {
    const order = await guestOrder();
    expect(await read(order, viewer)).toEqual({
      data: { order: { allowedActions: ['PAY', 'CANCEL'], timeline: kinds } },
      errors: [],
    });
    for (const token of [null, '', newId()]) {
      expect((await read({ ...order, token }, viewer)).data).toEqual({ order: null });
    }
  },
);

it('staff see their own actions without the token, and those of the token with it', async () => {
  const { id, token } = await guestOrder();
  const { data } = await execute(
    stores,
    `query ($id: ID!, $token: String) {
      with: order(id: $id, token: $token) { allowedActions } without: order(id: $id) { allowedActions } }`,
    { id, token },
    staff,
  );
  expect(data).toEqual({
    with: { allowedActions: ['PAY', 'CANCEL', 'EDIT'] },
    without: { allowedActions: ['CANCEL', 'EDIT'] },
  });
});

it('the order in the payload of placeOrder, payOrder and cancelOrder has the actions of its token', async () => {
  const input = {
    lines: [{ variantId: variantA, quantity: 1 }],
    email: 'guest@shop.example',
    shippingAddress,
    idempotencyKey: newId(),
  };
  const place = `mutation ($input: PlaceOrderInput!) { it: placeOrder(input: $input) {
    order { id ${fields} } orderToken } }`;
  type Payload = { it: { order: { id: string; allowedActions: string[] }; orderToken: string } };
  const placed = (await execute(stores, place, { input }, null)).data as Payload | null;
  expect(placed?.it.order.allowedActions).toEqual(['CANCEL']);
  const orderId = placed?.it.order.id ?? '';
  await confirmOrder(stores.orders, orderId, paymentWindows);
  const same = { orderId, orderToken: placed?.it.orderToken };
  const pay = `mutation ($input: PayOrderInput!) { it: payOrder(input: $input) { order { id ${fields} } } }`;
  const payment = { ...same, paymentToken: 'tok', idempotencyKey: newId() };
  const paid = await execute(stores, pay, { input: payment }, newViewer());
  expect(paid.data).toMatchObject({ it: { order: { allowedActions: ['CANCEL'] } } });
  const cancel = `mutation ($input: CancelOrderInput!) { it: cancelOrder(input: $input) { order { id ${fields} } } }`;
  const mistake = { ...same, reason: 'mistake', idempotencyKey: newId() };
  const cancelled = await execute(stores, cancel, { input: mistake }, newViewer());
  expect(cancelled.data).toMatchObject({ it: { order: { allowedActions: [] } } });
});
