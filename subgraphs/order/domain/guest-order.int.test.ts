import { newId, Refusal } from '@shop/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLoaders } from '../loaders.ts';
import { answering, newCustomer, openStores, product, variantA } from '../testing/database.ts';
import { cancelOrder } from './cancel-order.ts';
import { addCartLines } from './cart/add-cart-lines.ts';
import { payOrder } from './pay-order.ts';
import { placeOrder } from './place-order.ts';
import type { PlaceOrderInput } from './place-order-input.ts';
import { confirmOrder } from './settle-reservation.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.learn(product());
});
afterAll(() => stores.close());

const key = () => newId();
const email = 'gast@shop.example';
const lines = [{ variantId: variantA, quantity: 1 }];
const payments = answering({ status: 'CAPTURED' });
const refusalOf = async (work: Promise<unknown>): Promise<string[]> => {
  const error = await work.then(() => undefined).catch((reason: unknown) => reason);
  if (!(error instanceof Refusal)) throw new Error('not refused', { cause: error });
  return error.reasons.map(({ code, field = [] }) => `${code} ${field.join('.')}`);
};
const place = (change: Partial<PlaceOrderInput> = {}) =>
  placeOrder(stores, undefined, { lines, email, idempotencyKey: key(), ...change });
const placed = async () => {
  const { order, orderToken } = await place();
  if (!orderToken) throw new Error('no token');
  return { orderId: order.id, orderToken };
};
const read = (
  id: string,
  token?: string,
  viewer = undefined as ReturnType<typeof newCustomer> | undefined,
) => createLoaders(stores, viewer).order.load({ id, token });

describe('a guest', () => {
  it('orders with an e-mail address, and is told a token that is stored nowhere', async () => {
    const { order, orderToken } = await place({ email: ' Gast@Shop.example ' });
    expect(order).toMatchObject({ email, status: 'PENDING' });
    expect(orderToken).toMatch(/^[\w-]{43}$/);
    const row = await stores.prisma.order.findUnique({ where: { id: order.id } });
    const keys = await stores.prisma.idempotencyKey.findMany({ where: { orderId: order.id } });
    expect(JSON.stringify({ ...row, totalMinor: '' }) + JSON.stringify(keys)).not.toContain(
      orderToken,
    );
    expect(await stores.said(order.id)).toEqual(['order.created.v1']);
  });

  it('orders a cart by its token', async () => {
    const { cartToken } = await addCartLines(stores, undefined, { lines });
    const { order } = await place({ lines: undefined, cartToken: cartToken ?? '' });
    expect(order.lines).toMatchObject(lines);
    const again = place({ lines: undefined, cartToken: cartToken ?? '' });
    expect(await refusalOf(again)).toEqual(['CART_EMPTY cartToken']);
  });

  it('who repeats the request is told the same order and token', async () => {
    const idempotencyKey = key();
    const first = await place({ idempotencyKey });
    const again = await Promise.all([1, 2, 3].map(() => place({ idempotencyKey })));
    for (const one of again) {
      expect([one.order.id, one.orderToken]).toEqual([first.order.id, first.orderToken]);
    }
  });

  it('is told of nobody else’s order by the same key', async () => {
    const idempotencyKey = key();
    const first = await place({ idempotencyKey });
    const other = await place({ idempotencyKey, email: 'andere@shop.example' });
    expect(other.order.id).not.toBe(first.order.id);
    const changed = place({ idempotencyKey, lines: [{ variantId: variantA, quantity: 2 }] });
    expect(await refusalOf(changed)).toEqual(['IDEMPOTENCY_CONFLICT idempotencyKey']);
    const stored = await stores.prisma.idempotencyKey.findMany({ where: { key: idempotencyKey } });
    expect(stored).toEqual([]);
  });

  it.each([
    [{ email: undefined }, 'INVALID_VALUE email'],
    [{ email: 'nobody' }, 'INVALID_VALUE email'],
    [{ idempotencyKey: 'x'.repeat(21) }, 'INVALID_VALUE idempotencyKey'],
    [{ lines: undefined, fromCart: true }, 'INVALID_VALUE fromCart'],
  ])('is refused with %j', async (change, refusal) => {
    expect(await refusalOf(place(change))).toEqual([refusal]);
  });

  it('reads, pays and cancels by token', async () => {
    const { orderId, orderToken } = await placed();
    expect(await read(orderId, orderToken)).toMatchObject({ id: orderId });
    await confirmOrder(stores.orders, orderId, 60_000);
    const input = { orderId, orderToken, paymentToken: 'tok', idempotencyKey: key() };
    const parts = { ...stores, payments };
    expect(await payOrder(parts, undefined, input)).toMatchObject({ status: 'PAID' });
    expect((await payOrder(parts, undefined, input)).payments).toHaveLength(1);
    const reason = 'mistake';
    const cancel = { orderId, orderToken, reason, idempotencyKey: key() };
    expect(await cancelOrder(parts, undefined, cancel)).toMatchObject({ status: 'CANCELLED' });
  });
});

describe('a stranger', () => {
  const askers = [undefined, newCustomer()] as const;
  it.each(askers)('finds no order without its own token', async (viewer) => {
    const { orderId } = await placed();
    const other = await placed();
    await confirmOrder(stores.orders, orderId, 60_000);
    const parts = { ...stores, payments };
    for (const orderToken of [undefined, null, '', 'nonsense', other.orderToken]) {
      expect(await read(orderId, orderToken ?? undefined, viewer)).toBeNull();
      const asked = { orderId, orderToken, idempotencyKey: key() };
      const pay = payOrder(parts, viewer, { ...asked, paymentToken: 'tok' });
      expect(await refusalOf(pay)).toEqual(['NOT_FOUND orderId']);
      const cancel = cancelOrder(parts, viewer, { ...asked, reason: 'mine' });
      expect(await refusalOf(cancel)).toEqual(['NOT_FOUND orderId']);
    }
  });

  it('opens no customer’s order by a token', async () => {
    const buyer = newCustomer();
    const { order } = await placeOrder(stores, buyer, { lines, idempotencyKey: key() });
    expect(await read(order.id, '')).toBeNull();
    expect(await read(order.id, 'nonsense')).toBeNull();
    expect(await read(order.id, undefined, buyer)).not.toBeNull();
  });
});

it('those with orders:read see a guest’s order, and it has no customer', async () => {
  const { orderId } = await placed();
  expect(await read(orderId, undefined, newCustomer(['orders:read']))).toMatchObject({
    email,
    guest: expect.anything(),
  });
});
