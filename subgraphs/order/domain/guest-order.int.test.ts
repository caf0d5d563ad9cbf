import { createSecretKey, randomBytes } from 'node:crypto';
import { newId } from '@shop/domain';
import { openToken, orderLinkSeal } from '@shop/schema';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLoaders } from '../loaders.ts';
import { providerReturning } from '../testing/fake-providers.ts';
import {
  newViewer,
  paymentWindows,
  productData,
  shippingAddress,
  variantA,
} from '../testing/fixtures.ts';
import { openStores } from '../testing/open-stores.ts';
import { cancelOrder } from './cancel-order.ts';
import { addCartLines } from './cart/add-cart-lines.ts';
import { confirmOrder } from './confirm-order.ts';
import { isOwnedBy } from './guest.ts';
import { payOrder } from './pay-order.ts';
import { placeOrder } from './place-order.ts';
import type { PlaceOrderInput } from './place-order-input.ts';
import { requestOrderLink } from './request-order-link.ts';

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
  placeOrder(stores, undefined, {
    lines,
    email,
    shippingAddress,
    idempotencyKey: key(),
    ...change,
  });
const placed = async () => {
  const { order, orderToken } = await place();
  if (!orderToken) throw new Error('the order has no token');
  return { orderId: order.id, number: order.number, orderToken };
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
    expect(await payOrder(ports, undefined, input)).toMatchObject({
      order: { status: 'PAID' },
    });
    expect((await payOrder(ports, undefined, input)).order.payments).toHaveLength(1);
    const reason = 'mistake';
    const cancel = { orderId, orderToken, reason, idempotencyKey: key() };
    expect(await cancelOrder(ports, undefined, cancel)).toMatchObject({ status: 'CANCELLED' });
  });
});

/** Returns the token of the link that the events of an order carry for its e-mails. */
async function linkTokenOf(orderId: string): Promise<string> {
  const { event } = await stores.prisma.outbox.findFirstOrThrow({ where: { subject: orderId } });
  const { data } = event as { data: { sealedToken: string } };
  return openToken(stores.mailTokenKey, data.sealedToken, orderLinkSeal(orderId));
}

describe('the link in the e-mails of a guest', () => {
  it('a guest reads, pays and cancels an order by the token of the link', async () => {
    const { orderId, number } = await placed();
    const orderToken = await linkTokenOf(orderId);
    const byNumber = createLoaders(stores, undefined).orderByNumber;
    expect(await byNumber.load({ number, token: ` ${orderToken} ` })).toMatchObject({
      id: orderId,
      orderToken,
    });
    expect(await byNumber.load({ number })).toBeNull();
    await confirmOrder(stores.orders, orderId, paymentWindows);
    const input = { orderId, orderToken, idempotencyKey: key() };
    const ports = { ...stores, payments };
    const { order } = await payOrder(ports, undefined, { ...input, paymentToken: 'tok' });
    expect(order).toMatchObject({ status: 'PAID' });
    const cancelled = await cancelOrder(ports, undefined, { ...input, reason: 'mistake' });
    expect(cancelled).toMatchObject({ status: 'CANCELLED' });
  });

  it('every event that leads to an e-mail of a guest’s order carries the sealed token, and no event the token', async () => {
    const { orderId } = await placed();
    const token = await linkTokenOf(orderId);
    await confirmOrder(stores.orders, orderId, paymentWindows);
    const rows = await stores.prisma.outbox.findMany({ where: { subject: orderId } });
    const mailed = rows.filter(({ type }) => type !== 'order.updated.v1');
    expect(mailed).toHaveLength(2);
    for (const { event } of mailed)
      expect(event).toMatchObject({ data: { sealedToken: expect.any(String) } });
    for (const { event } of rows) {
      expect(JSON.stringify(event)).not.toContain(token);
    }
    const row = await stores.prisma.order.findUniqueOrThrow({ where: { id: orderId } });
    expect(JSON.stringify({ ...row, totalMinor: '' })).not.toContain(token);
  });

  it('the token of a link opens its own order only, and not after 90 days', async () => {
    const { orderId } = await placed();
    const other = await placed();
    const token = await linkTokenOf(orderId);
    expect(await read(other.orderId, token)).toBeNull();
    expect(await read(orderId, token)).not.toBeNull();
    const order = (await stores.orders.byIds([orderId]))[0];
    if (!order?.guest) throw new Error('not an order of a guest');
    const requester = { viewer: undefined, orderToken: token };
    const days = (n: number) => new Date(Date.now() + n * 24 * 60 * 60_000);
    expect(isOwnedBy(order, requester, days(89))).toBe(true);
    expect(isOwnedBy(order, requester, days(91))).toBe(false);
    expect(await read(orderId, order.guest.link.sealedToken)).toBeNull();
  });

  it('the events of a user’s order have no token', async () => {
    const { order } = await placeOrder(stores, newViewer(), {
      lines,
      shippingAddress,
      idempotencyKey: key(),
    });
    const { event } = await stores.prisma.outbox.findFirstOrThrow({ where: { subject: order.id } });
    expect(event).not.toHaveProperty('data.sealedToken');
  });
});

describe('a requested link', () => {
  const days = (n: number) => new Date(Date.now() + n * 24 * 60 * 60_000);
  const request = (number: string, address = ' Guest@Shop.example', now = new Date()) =>
    requestOrderLink(stores, { number, email: address }, now);
  const requestsOf = async (orderId: string) =>
    (await stores.savedTypes(orderId)).filter((type) => type === 'order.link_requested.v1').length;

  it('a guest requests the link again by number and address, and earlier links keep working', async () => {
    const { orderId, number } = await placed();
    const [before] = await stores.orders.byIds([orderId]);
    expect(await request(number)).toEqual({});
    expect(await requestsOf(orderId)).toBe(1);
    const [after] = await stores.orders.byIds([orderId]);
    const link = { ...before?.guest?.link, expiresAt: expect.any(Date) };
    expect(after).toEqual({ ...before, guest: { ...before?.guest, link } });
    expect(await read(orderId, await linkTokenOf(orderId))).not.toBeNull();
  });

  it('a link that has ended, or whose key has changed, is replaced by a new one', async () => {
    const { orderId, number } = await placed();
    const earlier = await linkTokenOf(orderId);
    await request(number, email, days(91));
    const [replaced] = await stores.orders.byIds([orderId]);
    const requester = { viewer: undefined, orderToken: earlier };
    expect(replaced && isOwnedBy(replaced, requester, days(92))).toBe(false);
    const mailTokenKey = createSecretKey(randomBytes(32));
    await requestOrderLink({ ...stores, mailTokenKey }, { number, email });
    const sealed = (await stores.orders.byIds([orderId]))[0]?.guest?.link.sealedToken ?? '';
    const orderToken = openToken(mailTokenKey, sealed, orderLinkSeal(orderId));
    expect(await read(orderId, orderToken)).not.toBeNull();
  });

  it('the response is the same, after the same time, and nothing is sent for another address, an unknown number or an order of a user', async () => {
    const { orderId, number } = await placed();
    const viewer = newViewer();
    const { order } = await placeOrder(stores, viewer, {
      lines,
      shippingAddress,
      idempotencyKey: key(),
    });
    const start = Date.now();
    const responses = await Promise.all([
      request(number, 'other@shop.example'),
      request('2026-999999'),
      request('nonsense'),
      request(order.number, viewer.email),
    ]);
    expect(Date.now() - start).toBeGreaterThanOrEqual(399);
    expect(responses).toEqual([{}, {}, {}, {}]);
    expect([await requestsOf(orderId), await requestsOf(order.id)]).toEqual([0, 0]);
  });

  it('a text without a number or an address is refused', async () => {
    const faults = await refusalOf(() => requestOrderLink(stores, { number: ' ', email: '' }));
    expect(faults).toEqual(['INVALID_VALUE number', 'INVALID_VALUE email']);
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
    const { order } = await placeOrder(stores, customer, {
      lines,
      shippingAddress,
      idempotencyKey: key(),
    });
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
