import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providerReturning } from '../testing/fake-providers.ts';
import {
  newKey,
  newViewer,
  paymentWindows,
  productData,
  shippingAddress,
  variantA,
  variantB,
} from '../testing/fixtures.ts';
import { openStores } from '../testing/open-stores.ts';
import { type CancelOrderInput, cancelOrder } from './cancel-order.ts';
import { confirmOrder } from './confirm-order.ts';
import { payOrder } from './pay-order.ts';
import { placeOrder } from './place-order.ts';
import { rejectOrder } from './reject-order.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
const customer = newViewer();

beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.projectProduct(productData());
});
afterAll(() => stores.close());

const place = async (lines: { variantId: string; quantity: number }[], idempotencyKey = newKey()) =>
  (await placeOrder(stores, customer, { lines, shippingAddress, idempotencyKey })).order;
const placed = () => place([{ variantId: variantA, quantity: 1 }]);
const confirmed = async () => confirmOrder(stores.orders, (await placed()).id, paymentWindows);
const ports = () => ({
  orders: stores.orders,
  payments: providerReturning({ status: 'CAPTURED' }),
});
const cancel = (orderId: string, change: Partial<CancelOrderInput> = {}, viewer = customer) =>
  cancelOrder(ports(), viewer, { orderId, reason: 'mistake', idempotencyKey: newKey(), ...change });
const pay = (orderId: string) =>
  payOrder(ports(), customer, { orderId, paymentToken: 'tok', idempotencyKey: newKey() });

describe('placeOrder', () => {
  it('an order has the prices of the shop and publishes one event', async () => {
    const order = await place([
      { variantId: variantA, quantity: 2 },
      { variantId: variantB, quantity: 1 },
    ]);
    expect(order).toMatchObject({ status: 'PENDING', total: { minor: 4550n, currency: 'EUR' } });
    expect(order.lines.map(({ title }) => title)).toEqual(['Product - Small', 'Product']);
    expect(order.number).toMatch(/^\d{4}-\d{6}$/);
    expect(await stores.savedTypes(order.id)).toEqual(['order.created.v1']);
  });

  it.each([
    ['no lines', [], ['INVALID_VALUE lines']],
    ['zero units', [{ variantId: variantA, quantity: 0 }], ['INVALID_VALUE lines 0 quantity']],
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
    [
      'a malformed variant id',
      [{ variantId: '%', quantity: 1 }],
      ['UNKNOWN_VARIANT lines 0 variantId'],
    ],
    [
      'the same variant twice',
      [
        { variantId: variantA, quantity: 1 },
        { variantId: variantA, quantity: 2 },
      ],
      ['DUPLICATE_LINE lines 1 variantId'],
    ],
  ])('an order with %s is refused and writes nothing', async (_, lines, reasons) => {
    const before = await stores.prisma.order.count();
    expect(await refusalOf(() => place(lines))).toEqual(reasons);
    expect(await stores.prisma.order.count()).toBe(before);
  });

  it('an order with 51 lines is refused', async () => {
    const lines = Array.from({ length: 51 }, () => ({ variantId: newId(), quantity: 1 }));
    expect(await refusalOf(() => place(lines))).toEqual(['INVALID_VALUE lines']);
  });

  it('archived variants and mixed currencies are refused', async () => {
    const [archived, yen] = [newId(), newId()];
    const price = { minor: '100', currency: 'EUR' };
    const one = (variantId: string, currency = 'EUR') => [
      { variantId, sku: variantId, title: '', price: { ...price, currency } },
    ];
    await stores.catalogue.projectProduct(
      productData({ productId: newId(), status: 'ARCHIVED', variants: one(archived) }),
    );
    await stores.catalogue.projectProduct(
      productData({ productId: newId(), variants: one(yen, 'JPY') }),
    );
    expect(await refusalOf(() => place([{ variantId: archived, quantity: 1 }]))).toEqual([
      'VARIANT_UNAVAILABLE lines 0 variantId',
    ]);
    const mixed = place([
      { variantId: variantA, quantity: 1 },
      { variantId: yen, quantity: 1 },
    ]);
    expect(await refusalOf(() => mixed)).toEqual(['MIXED_CURRENCIES lines 1 variantId']);
  });

  it('concurrent requests with one key place one order', async () => {
    const idempotencyKey = newKey();
    const lines = [{ variantId: variantA, quantity: 3 }];
    const orders = await Promise.all(Array.from({ length: 8 }, () => place(lines, idempotencyKey)));
    expect(new Set(orders.map(({ id }) => id)).size).toBe(1);
    expect(await stores.savedTypes(orders[0]?.id ?? '')).toEqual(['order.created.v1']);
    const other = place([{ variantId: variantB, quantity: 3 }], idempotencyKey);
    expect(await refusalOf(() => other)).toEqual(['IDEMPOTENCY_CONFLICT idempotencyKey']);
  });

  it('the same key of two customers places two orders', async () => {
    const idempotencyKey = newKey();
    const lines = [{ variantId: variantA, quantity: 1 }];
    const first = await place(lines, idempotencyKey);
    const second = await placeOrder(stores, newViewer(), {
      lines,
      shippingAddress,
      idempotencyKey,
    });
    expect(second.order.id).not.toBe(first.id);
  });
});

describe('the decision of inventory', () => {
  it('a pending order is confirmed or rejected once', async () => {
    const order = await confirmed();
    await confirmOrder(stores.orders, order.id, paymentWindows);
    await rejectOrder(stores.orders, order.id, []);
    expect(await stores.savedTypes(order.id)).toEqual(['order.created.v1', 'order.confirmed.v1']);
  });

  it('a rejected order has its short lines', async () => {
    const shortLines = [{ variantId: variantA, requested: 1, available: 0 }];
    const order = await rejectOrder(stores.orders, (await placed()).id, shortLines);
    expect(order).toMatchObject({ status: 'REJECTED', shortLines });
  });

  it('an order that was cancelled before is not confirmed', async () => {
    const { id } = await placed();
    await cancel(id);
    expect(await confirmOrder(stores.orders, id, paymentWindows)).toMatchObject({
      status: 'CANCELLED',
    });
    expect(await stores.savedTypes(id)).toEqual(['order.created.v1', 'order.cancelled.v1']);
  });
});

describe('cancelOrder', () => {
  it('a second cancel returns the order unchanged', async () => {
    const { id } = await confirmed();
    const first = await cancel(id);
    expect(await cancel(id, { reason: 'again' })).toEqual(first);
  });

  it('cancelling a paid order refunds it', async () => {
    const { id } = await confirmed();
    await pay(id);
    expect(await cancel(id)).toMatchObject({
      status: 'CANCELLED',
      refunds: [{ status: 'SUCCEEDED', amount: { minor: 1000n }, reason: 'mistake' }],
    });
    expect((await stores.savedTypes(id)).slice(-2)).toEqual([
      'order.cancelled.v1',
      'order.refunded.v1',
    ]);
  });

  it('cancelling is refused to other customers, without a reason, and for a stale version', async () => {
    const { id } = await confirmed();
    expect(await refusalOf(() => cancel(id, {}, newViewer()))).toEqual(['NOT_FOUND orderId']);
    expect(await refusalOf(() => cancel(id, { reason: ' ' }))).toEqual(['INVALID_VALUE reason']);
    expect(await refusalOf(() => cancel(id, { expectedVersion: 1 }))).toEqual([
      'VERSION_CONFLICT expectedVersion',
    ]);
    expect(await cancel(id, { expectedVersion: 2 })).toMatchObject({ status: 'CANCELLED' });
  });

  it('staff need orders:write to cancel an order', async () => {
    const { id } = await confirmed();
    expect(await refusalOf(() => cancel(id, {}, newViewer(['orders:read'])))).toEqual([
      'NOT_FOUND orderId',
    ]);
    const staff = newViewer(['orders:write']);
    expect(await cancel(id, {}, staff)).toMatchObject({ status: 'CANCELLED' });
  });
});
