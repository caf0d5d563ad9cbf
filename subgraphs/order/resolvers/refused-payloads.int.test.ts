import { afterAll, beforeAll, expect, it } from 'vitest';
import { newKey, newViewer, shippingAddress, variantA } from '../testing/fixtures.ts';
import { customer, execute, openOrderHistory, staff } from '../testing/graph-fixture.ts';

let stores: Awaited<ReturnType<typeof openOrderHistory>>;
let orderId: string;
beforeAll(async () => {
  stores = await openOrderHistory();
  const { data } = await execute(stores, '{ orders(first: 1) { nodes { id number } } }');
  orderId = data?.orders?.nodes[0]?.id ?? '';
});
afterAll(() => stores.close());

/** Runs a mutation that is refused. Returns its payload. */
async function refused(mutation: string, selection: string, input: object, viewer = customer) {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
  const source = `mutation ($input: ${type}) {
    payload: ${mutation}(input: $input) { ${selection} userErrors { code } } }`;
  const { data, errors } = await execute(stores, source, { input }, viewer);
  expect(errors).toEqual([]);
  return (data as { payload?: object } | null)?.payload;
}

it('a refused payload has the order as it is now, where the requester may see it', async () => {
  const input = { orderId, paymentToken: 'tok', idempotencyKey: newKey() };
  const order = { id: orderId, status: 'SHIPPED' };
  const codes = (code: string) => ({ userErrors: [{ code }] });
  expect(await refused('payOrder', 'order { id status }', input)).toEqual({
    order,
    ...codes('ILLEGAL_TRANSITION'),
  });
  expect(await refused('payOrder', 'order { id status }', input, newViewer())).toEqual({
    order: null,
    ...codes('NOT_FOUND'),
  });
  const stale = { orderId, expectedVersion: 1, idempotencyKey: newKey() };
  expect(await refused('markDelivered', 'order { id status }', stale, staff)).toEqual({
    order,
    ...codes('VERSION_CONFLICT'),
  });
});

it('a refused change of a cart has the cart as it is now', async () => {
  const viewer = newViewer();
  const lines = [{ variantId: variantA, quantity: 2 }];
  const added = await refused('addCartLines', 'cart { id version }', { lines }, viewer);
  expect(added).toMatchObject({ userErrors: [] });
  const stale = { lines, expectedVersion: 99 };
  for (const mutation of ['addCartLines', 'setCartLines']) {
    expect(await refused(mutation, 'cart { id version }', stale, viewer)).toEqual({
      ...added,
      userErrors: [{ code: 'VERSION_CONFLICT' }],
    });
  }
});

it('an order from a cart has the empty cart, and lines have ids', async () => {
  const viewer = newViewer();
  const lines = [{ variantId: variantA, quantity: 2 }];
  const { cart } = (await refused(
    'addCartLines',
    'cart { id lines { id variant { id } } }',
    { lines },
    viewer,
  )) as { cart: { id: string; lines: readonly { id: string }[] } };
  expect(cart.lines).toEqual([{ id: `${cart.id}:${variantA}`, variant: { id: variantA } }]);
  const input = { fromCart: true, shippingAddress, idempotencyKey: newKey() };
  const placed = await refused(
    'placeOrder',
    'cart { id lines { id } } order { id lines { id product { id } } }',
    input,
    viewer,
  );
  expect(placed).toMatchObject({
    cart: { id: cart.id, lines: [] },
    order: { lines: [{ id: expect.stringContaining(`:${variantA}`), product: {} }] },
    userErrors: [],
  });
});

it('a refund names its payment, and a payment its refunds', async () => {
  const source = `query ($id: ID) { order(id: $id) {
    payments { id refunds { id amount { amount } } } refunds { id payment { id } } } }`;
  const { data } = await execute(stores, source, { id: orderId });
  const order = data?.order as unknown as Record<string, { id: string }[]> | undefined;
  const { payments, refunds } = order ?? {};
  expect(payments).toMatchObject([
    { refunds: [{ id: refunds?.[0]?.id, amount: { amount: '1.00' } }] },
  ]);
  expect(refunds).toMatchObject([{ payment: { id: payments?.[0]?.id } }]);
});
