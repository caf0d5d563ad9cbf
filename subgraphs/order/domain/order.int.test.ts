import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answering,
  newCustomer,
  openStores,
  product,
  variantA,
  variantB,
} from '../testing/database.ts';
import { type CancelOrderInput, cancelOrder } from './cancel-order.ts';
import { payOrder } from './pay-order.ts';
import { placeOrder } from './place-order.ts';
import { confirmOrder, rejectOrder } from './settle-reservation.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
const carla = newCustomer();

beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.learn(product());
});
afterAll(() => stores.close());

const key = () => `key-${newId()}`;
const place = async (lines: { variantId: string; quantity: number }[], idempotencyKey = key()) =>
  (await placeOrder(stores, carla, { lines, idempotencyKey })).order;
const placed = () => place([{ variantId: variantA, quantity: 1 }]);
const confirmed = async () => confirmOrder(stores.orders, (await placed()).id, 60_000);
const parts = () => ({ orders: stores.orders, payments: answering({ status: 'CAPTURED' }) });
const cancel = (orderId: string, change: Partial<CancelOrderInput> = {}, caller = carla) =>
  cancelOrder(parts(), caller, { orderId, reason: 'mistake', idempotencyKey: key(), ...change });
const pay = (orderId: string) =>
  payOrder(parts(), carla, { orderId, paymentToken: 'tok', idempotencyKey: key() });

describe('placing an order', () => {
  it('takes the prices of the shop and says so in one event', async () => {
    const order = await place([
      { variantId: variantA, quantity: 2 },
      { variantId: variantB, quantity: 1 },
    ]);
    expect(order).toMatchObject({ status: 'PENDING', total: { minor: 4550n, currency: 'EUR' } });
    expect(order.lines.map(({ title }) => title)).toEqual(['Product - Small', 'Product']);
    expect(order.number).toMatch(/^\d{4}-\d{6}$/);
    expect(await stores.said(order.id)).toEqual(['order.created.v1']);
  });

  it.each([
    ['no lines', [], ['INVALID_VALUE lines']],
    ['no units', [{ variantId: variantA, quantity: 0 }], ['INVALID_VALUE lines 0 quantity']],
    ['negative units', [{ variantId: variantA, quantity: -1 }], ['INVALID_VALUE lines 0 quantity']],
    [
      'too many units',
      [{ variantId: variantA, quantity: 100 }],
      ['INVALID_VALUE lines 0 quantity'],
    ],
    [
      'an unknown variant',
      [{ variantId: newId(), quantity: 1 }],
      ['UNKNOWN_VARIANT lines 0 variantId'],
    ],
    ['no id at all', [{ variantId: '%', quantity: 1 }], ['UNKNOWN_VARIANT lines 0 variantId']],
    [
      'the same variant twice',
      [
        { variantId: variantA, quantity: 1 },
        { variantId: variantA, quantity: 2 },
      ],
      ['DUPLICATE_LINE lines 1 variantId'],
    ],
  ])('refuses %s and writes nothing', async (_, lines, reasons) => {
    const before = await stores.prisma.order.count();
    expect(await refusalOf(() => place(lines))).toEqual(reasons);
    expect(await stores.prisma.order.count()).toBe(before);
  });

  it('refuses more lines than are allowed', async () => {
    const lines = Array.from({ length: 51 }, () => ({ variantId: newId(), quantity: 1 }));
    expect(await refusalOf(() => place(lines))).toEqual(['INVALID_VALUE lines']);
  });

  it('refuses archived variants and mixed currencies', async () => {
    const [archived, yen] = [newId(), newId()];
    const price = { minor: '100', currency: 'EUR' };
    const one = (variantId: string, currency = 'EUR') => [
      { variantId, sku: variantId, title: '', price: { ...price, currency } },
    ];
    await stores.catalogue.learn(
      product({ productId: newId(), status: 'ARCHIVED', variants: one(archived) }),
    );
    await stores.catalogue.learn(product({ productId: newId(), variants: one(yen, 'JPY') }));
    expect(await refusalOf(() => place([{ variantId: archived, quantity: 1 }]))).toEqual([
      'VARIANT_UNAVAILABLE lines 0 variantId',
    ]);
    const mixed = place([
      { variantId: variantA, quantity: 1 },
      { variantId: yen, quantity: 1 },
    ]);
    expect(await refusalOf(() => mixed)).toEqual(['MIXED_CURRENCIES lines 1 variantId']);
  });

  it('makes one order for one key, however many ask at once', async () => {
    const idempotencyKey = key();
    const lines = [{ variantId: variantA, quantity: 3 }];
    const orders = await Promise.all(Array.from({ length: 8 }, () => place(lines, idempotencyKey)));
    expect(new Set(orders.map(({ id }) => id)).size).toBe(1);
    expect(await stores.said(orders[0]?.id ?? '')).toEqual(['order.created.v1']);
    const other = place([{ variantId: variantB, quantity: 3 }], idempotencyKey);
    expect(await refusalOf(() => other)).toEqual(['IDEMPOTENCY_CONFLICT idempotencyKey']);
  });

  it('keeps the keys of different people apart', async () => {
    const idempotencyKey = key();
    const lines = [{ variantId: variantA, quantity: 1 }];
    const first = await place(lines, idempotencyKey);
    const second = await placeOrder(stores, newCustomer(), { lines, idempotencyKey });
    expect(second.order.id).not.toBe(first.id);
  });
});

describe('the answer of inventory', () => {
  it('confirms or rejects a pending order once', async () => {
    const order = await confirmed();
    await confirmOrder(stores.orders, order.id, 60_000);
    await rejectOrder(stores.orders, order.id, []);
    expect(await stores.said(order.id)).toEqual(['order.created.v1', 'order.confirmed.v1']);
  });

  it('keeps the short lines of a rejected order', async () => {
    const shortLines = [{ variantId: variantA, requested: 1, available: 0 }];
    const order = await rejectOrder(stores.orders, (await placed()).id, shortLines);
    expect(order).toMatchObject({ status: 'REJECTED', shortLines });
  });

  it('does not revive an order that was cancelled meanwhile', async () => {
    const { id } = await placed();
    await cancel(id);
    expect(await confirmOrder(stores.orders, id, 60_000)).toMatchObject({ status: 'CANCELLED' });
    expect(await stores.said(id)).toEqual(['order.created.v1', 'order.cancelled.v1']);
  });
});

describe('cancelling', () => {
  it('a second cancel changes nothing', async () => {
    const { id } = await confirmed();
    const first = await cancel(id);
    expect(await cancel(id, { reason: 'again' })).toEqual(first);
  });

  it('gives back what was paid', async () => {
    const { id } = await confirmed();
    await pay(id);
    expect(await cancel(id)).toMatchObject({
      status: 'CANCELLED',
      refunds: [{ status: 'SUCCEEDED', amount: { minor: 1000n }, reason: 'mistake' }],
    });
    expect((await stores.said(id)).slice(-2)).toEqual(['order.cancelled.v1', 'order.refunded.v1']);
  });

  it('is refused to strangers, without a reason, and for another version', async () => {
    const { id } = await confirmed();
    expect(await refusalOf(() => cancel(id, {}, newCustomer()))).toEqual(['NOT_FOUND orderId']);
    expect(await refusalOf(() => cancel(id, { reason: ' ' }))).toEqual(['INVALID_VALUE reason']);
    expect(await refusalOf(() => cancel(id, { expectedVersion: 1 }))).toEqual([
      'VERSION_CONFLICT expectedVersion',
    ]);
    expect(await cancel(id, { expectedVersion: 2 })).toMatchObject({ status: 'CANCELLED' });
  });

  it('is for those with orders:write too, but not for those who only read', async () => {
    const { id } = await confirmed();
    expect(await refusalOf(() => cancel(id, {}, newCustomer(['orders:read'])))).toEqual([
      'NOT_FOUND orderId',
    ]);
    const staff = newCustomer(['orders:write']);
    expect(await cancel(id, {}, staff)).toMatchObject({ status: 'CANCELLED' });
  });
});
