import { newId, type Viewer } from '@shop/schema';
import { refusalOf } from '@shop/service/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCustomer, openStores, product, variantA, variantB } from '../prisma/testing.ts';
import { cancelOrder } from './cancel-order.ts';
import { type PayOrderInput, payOrder, settlePayment } from './pay-order.ts';
import { placeOrder } from './place-order.ts';
import { confirmOrder, rejectOrder } from './settle-reservation.ts';
import { testPaymentProvider } from './test-payment-provider.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
const carla = newCustomer();

beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.learn(product());
});
afterAll(() => stores.close());

const key = () => `key-${newId()}`;
const place = (lines: { variantId: string; quantity: number }[], idempotencyKey = key()) =>
  placeOrder(stores, carla, { lines, idempotencyKey });
const placed = () => place([{ variantId: variantA, quantity: 1 }]);
const confirmed = async () => confirmOrder(stores.orders, (await placed()).id);
const pay = (
  input: Partial<PayOrderInput>,
  customer: Viewer = carla,
  charge = testPaymentProvider,
) =>
  payOrder({ orders: stores.orders, payments: charge }, customer, {
    orderId: '',
    paymentToken: 'tok_success',
    idempotencyKey: key(),
    ...input,
  });

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
    expect(second.id).not.toBe(first.id);
  });
});

describe('the answer of inventory', () => {
  it('confirms or rejects a pending order once', async () => {
    const order = await confirmed();
    await confirmOrder(stores.orders, order.id);
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
    await cancelOrder(stores.orders, carla, { orderId: id, reason: 'mistake' });
    expect(await confirmOrder(stores.orders, id)).toMatchObject({ status: 'CANCELLED' });
    expect(await stores.said(id)).toEqual(['order.created.v1', 'order.cancelled.v1']);
  });
});

describe('paying', () => {
  it('takes the money once, whatever is repeated', async () => {
    const { id: orderId } = await confirmed();
    const idempotencyKey = key();
    let charges = 0;
    const counting = {
      charge: async () => {
        charges++;
        return { status: 'CAPTURED' } as const;
      },
    };
    const first = await pay({ orderId, idempotencyKey }, carla, counting);
    const again = await pay({ orderId, idempotencyKey }, carla, counting);
    expect(first).toMatchObject({ status: 'PAID', payments: [{ status: 'CAPTURED' }] });
    expect(again).toEqual(first);
    expect(charges).toBe(1);
    expect(await refusalOf(() => pay({ orderId }))).toEqual(['ILLEGAL_TRANSITION']);
    expect(await stores.said(orderId)).toEqual([
      'order.created.v1',
      'order.confirmed.v1',
      'order.paid.v1',
    ]);
  });

  it('declined, cancels the order', async () => {
    const { id: orderId } = await confirmed();
    const input = { orderId, paymentToken: 'tok_decline', idempotencyKey: key() };
    expect(await refusalOf(() => pay(input))).toEqual(['PAYMENT_DECLINED']);
    expect(await refusalOf(() => pay(input))).toEqual(['PAYMENT_DECLINED']);
    const [order] = await stores.orders.byIds([orderId]);
    expect(order).toMatchObject({
      status: 'CANCELLED',
      payments: [{ failureCode: 'card_declined' }],
    });
    expect(await stores.said(orderId)).toEqual([
      'order.created.v1',
      'order.confirmed.v1',
      'payment.failed.v1',
      'order.cancelled.v1',
    ]);
  });

  it('goes on where a crash cut it off, and lets no second payment in meanwhile', async () => {
    const { id: orderId } = await confirmed();
    const idempotencyKey = key();
    const dying = { charge: () => Promise.reject(new Error('process killed')) };
    await expect(pay({ orderId, idempotencyKey }, carla, dying)).rejects.toThrow('process killed');
    expect(await refusalOf(() => pay({ orderId }))).toEqual(['PAYMENT_IN_PROGRESS']);
    const cancelling = cancelOrder(stores.orders, carla, { orderId, reason: 'too slow' });
    expect(await refusalOf(() => cancelling)).toEqual(['PAYMENT_IN_PROGRESS']);
    expect(await pay({ orderId, idempotencyKey })).toMatchObject({ status: 'PAID' });
  });

  it('does not settle a payment twice', async () => {
    const { id: orderId } = await confirmed();
    const order = await pay({ orderId });
    const late = settlePayment(order.payments[0]?.id ?? '', { status: 'FAILED', code: 'late' });
    expect(await stores.orders.update(orderId, late)).toEqual(order);
  });

  it('is refused before the stock is reserved, and for orders of others', async () => {
    const { id: pending } = await placed();
    expect(await refusalOf(() => pay({ orderId: pending }))).toEqual(['ILLEGAL_TRANSITION']);
    const { id: orderId } = await confirmed();
    expect(await refusalOf(() => pay({ orderId }, newCustomer()))).toEqual(['NOT_FOUND']);
    expect(await refusalOf(() => pay({ orderId: 'no id' }))).toEqual(['NOT_FOUND']);
  });
});

describe('cancelling', () => {
  it('a second cancel changes nothing', async () => {
    const { id: orderId } = await confirmed();
    const first = await cancelOrder(stores.orders, carla, { orderId, reason: 'mistake' });
    const second = await cancelOrder(stores.orders, carla, { orderId, reason: 'again' });
    expect(second).toEqual(first);
  });

  it('is refused to strangers, after payment, and without a reason', async () => {
    const { id: orderId } = await confirmed();
    const cancel = (customer: Viewer, reason = 'mistake') =>
      cancelOrder(stores.orders, customer, { orderId, reason });
    expect(await refusalOf(() => cancel(newCustomer()))).toEqual(['NOT_FOUND']);
    expect(await refusalOf(() => cancel(carla, ' '))).toEqual(['INVALID_VALUE reason']);
    await pay({ orderId });
    expect(await refusalOf(() => cancel(carla))).toEqual(['ILLEGAL_TRANSITION']);
  });
});
