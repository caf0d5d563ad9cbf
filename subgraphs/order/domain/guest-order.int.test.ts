import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLoaders } from '../loaders.ts';
import { providerReturning } from '../testing/fake-providers.ts';
import { newViewer, paymentWindows, productData, variantA } from '../testing/fixtures.ts';
import { openStores } from '../testing/open-stores.ts';
import { cancelOrder } from './cancel-order.ts';
import { addCartLines } from './cart/add-cart-lines.ts';
import { confirmOrder } from './confirm-order.ts';
import { payOrder } from './pay-order.ts';
import { placeOrder } from './place-order.ts';
import type { PlaceOrderInput } from './place-order-input.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.projectProduct(productData());
});
afterAll(() => stores.close());

const key = () => newId();
const email = 'guest@shop.example';
const lines = [{ variantId: variantA, quantity: 1 }];
const payments = providerReturning({ status: 'CAPTURED' });
const place = (change: Partial<PlaceOrderInput> = {}) =>
  placeOrder(stores, undefined, { lines, email, idempotencyKey: key(), ...change });
const placed = async () => {
  const { order, orderToken } = await place();
  if (!orderToken) throw new Error('the order has no token');
  return { orderId: order.id, orderToken };
};
const read = (
  id: string,
  token?: string,
  viewer = undefined as ReturnType<typeof newViewer> | undefined,
) => createLoaders(stores, viewer).order.load({ id, token });

describe('a guest with an order token', () => {
  it('a guest orders with an e-mail address and gets a token that is not stored', async () => {
    const { order, orderToken } = await place({ email: ' Guest@Shop.example ' });
    expect(order).toMatchObject({ email, status: 'PENDING' });
    expect(orderToken).toMatch(/^[\w-]{43}$/);
    const row = await stores.prisma.order.findUnique({ where: { id: order.id } });
    const keys = await stores.prisma.idempotencyKey.findMany({
      where: { result: { equals: order.id } },
    });
    expect(JSON.stringify({ ...row, totalMinor: '' }) + JSON.stringify(keys)).not.toContain(
      orderToken,
    );
    expect(await stores.savedTypes(order.id)).toEqual(['order.created.v1']);
  });

  it('a guest orders a cart by its token', async () => {
    const { cartToken } = await addCartLines(stores, undefined, { lines });
    const { order } = await place({ lines: undefined, cartToken: cartToken ?? '' });
    expect(order.lines).toMatchObject(lines);
    const again = place({ lines: undefined, cartToken: cartToken ?? '' });
    expect(await refusalOf(() => again)).toEqual(['CART_EMPTY cartToken']);
  });

  it('a guest who repeats the request gets the same order and token', async () => {
    const idempotencyKey = key();
    const first = await place({ idempotencyKey });
    const again = await Promise.all([1, 2, 3].map(() => place({ idempotencyKey })));
    for (const one of again) {
      expect([one.order.id, one.orderToken]).toEqual([first.order.id, first.orderToken]);
    }
  });

  it('the key of another guest does not reveal their order', async () => {
    const idempotencyKey = key();
    const first = await place({ idempotencyKey });
    const other = await place({ idempotencyKey, email: 'other@shop.example' });
    expect(other.order.id).not.toBe(first.order.id);
    const changed = place({ idempotencyKey, lines: [{ variantId: variantA, quantity: 2 }] });
    expect(await refusalOf(() => changed)).toEqual(['IDEMPOTENCY_CONFLICT idempotencyKey']);
    const stored = await stores.prisma.idempotencyKey.findMany({ where: { key: idempotencyKey } });
    expect(stored).toEqual([]);
  });

  it.each([
    [{ email: undefined }, 'INVALID_VALUE email'],
    [{ email: 'no address' }, 'INVALID_VALUE email'],
    [{ idempotencyKey: 'x'.repeat(21) }, 'INVALID_VALUE idempotencyKey'],
    [{ lines: undefined, fromCart: true }, 'INVALID_VALUE fromCart'],
  ])('a guest order with %j is refused', async (change, refusal) => {
    expect(await refusalOf(() => place(change))).toEqual([refusal]);
  });

  it('a guest reads, pays and cancels an order by its token', async () => {
    const { orderId, orderToken } = await placed();
    expect(await read(orderId, orderToken)).toMatchObject({ id: orderId });
    await confirmOrder(stores.orders, orderId, paymentWindows);
    const input = { orderId, orderToken, paymentToken: 'tok', idempotencyKey: key() };
    const ports = { ...stores, payments };
    expect(await payOrder(ports, undefined, input)).toMatchObject({ status: 'PAID' });
    expect((await payOrder(ports, undefined, input)).payments).toHaveLength(1);
    const reason = 'mistake';
    const cancel = { orderId, orderToken, reason, idempotencyKey: key() };
    expect(await cancelOrder(ports, undefined, cancel)).toMatchObject({ status: 'CANCELLED' });
  });
});

describe('a requester without the token', () => {
  it.each([undefined, newViewer()])(
    'a guest’s order is not found without its token',
    async (viewer) => {
      const { orderId } = await placed();
      const other = await placed();
      await confirmOrder(stores.orders, orderId, paymentWindows);
      const ports = { ...stores, payments };
      for (const orderToken of [undefined, null, '', 'nonsense', other.orderToken]) {
        expect(await read(orderId, orderToken ?? undefined, viewer)).toBeNull();
        const input = { orderId, orderToken, idempotencyKey: key() };
        const pay = payOrder(ports, viewer, { ...input, paymentToken: 'tok' });
        expect(await refusalOf(() => pay)).toEqual(['NOT_FOUND orderId']);
        const cancel = cancelOrder(ports, viewer, { ...input, reason: 'mine' });
        expect(await refusalOf(() => cancel)).toEqual(['NOT_FOUND orderId']);
      }
    },
  );

  it('a token does not open an order of a customer', async () => {
    const customer = newViewer();
    const { order } = await placeOrder(stores, customer, { lines, idempotencyKey: key() });
    expect(await read(order.id, '')).toBeNull();
    expect(await read(order.id, 'nonsense')).toBeNull();
    expect(await read(order.id, undefined, customer)).not.toBeNull();
  });
});

it('staff with orders:read can read the order of a guest', async () => {
  const { orderId } = await placed();
  expect(await read(orderId, undefined, newViewer(['orders:read']))).toMatchObject({
    email,
    guest: expect.anything(),
  });
});
