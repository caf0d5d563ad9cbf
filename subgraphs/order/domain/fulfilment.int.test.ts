import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capturing } from '../testing/fake-providers.ts';
import { newKey, returnPeriod, variantA } from '../testing/fixtures.ts';
import { customer, openOrderFixture, staff } from '../testing/order-fixture.ts';
import { allowedActions } from './allowed-actions.ts';
import { cancelOrder } from './cancel-order.ts';
import { markDelivered } from './mark-delivered.ts';
import { lineIdOf } from './order.ts';

let shop: Awaited<ReturnType<typeof openOrderFixture>>;
beforeAll(async () => {
  shop = await openOrderFixture();
});
afterAll(() => shop.close());

const units = (id: string, quantity: number) => [{ lineId: lineIdOf({ id }, variantA), quantity }];
const parcel = (id: string, quantity = 1, change = {}) =>
  shop.fulfil(id, { lines: units(id, quantity), ...change });
const deliver = (orderId: string, change = {}) =>
  markDelivered(shop.orders, staff, { orderId, idempotencyKey: newKey(), ...change });
const cancel = (orderId: string, viewer = staff) =>
  cancelOrder({ orders: shop.orders, payments: capturing }, viewer, {
    ...{ orderId, reasonCode: 'OUT_OF_STOCK', idempotencyKey: newKey() },
  });
const eventsOf = async (subject: string) => {
  const rows = await shop.prisma.outbox.findMany({ where: { subject }, orderBy: { seq: 'asc' } });
  return rows.map(({ type, event }) => ({
    type,
    data: (event as { data: Record<string, unknown> }).data,
  }));
};
const typesOf = async (subject: string) => (await shop.savedTypes(subject)).slice(3);

describe('parcels', () => {
  it('an order that is shipped in two parcels is SHIPPED with the last, and DELIVERED when both have arrived', async () => {
    const id = await shop.paid();
    const first = await parcel(id, 1, { carrier: 'DHL', trackingNumber: '1' });
    expect(first).toMatchObject({
      status: 'PARTIALLY_SHIPPED',
      fulfilments: [{ lines: [{ variantId: variantA, quantity: 1 }], carrier: 'DHL' }],
    });
    const second = await shop.fulfil(id, { carrier: 'UPS', trackingNumber: '2' });
    expect(second.status).toBe('SHIPPED');
    expect(second.fulfilments[1]).toMatchObject({ carrier: 'UPS', deliveredAt: null });
    const fulfilmentId = second.fulfilments[1]?.id ?? '';
    expect(await deliver(id, { fulfilmentId })).toMatchObject({ status: 'SHIPPED' });
    expect(await deliver(id)).toMatchObject({ status: 'DELIVERED' });
    expect(await typesOf(id)).toEqual([
      'order.fulfilment_shipped.v1',
      'order.fulfilment_shipped.v1',
      'order.shipped.v1',
      'order.fulfilment_delivered.v1',
      'order.fulfilment_delivered.v1',
      'order.delivered.v1',
    ]);
    expect((await shop.savedStatuses(id)).slice(-2)).toEqual([
      'PAID SHIPPED 6',
      'SHIPPED DELIVERED 8',
    ]);
    const [timeline] = await shop.orders.timelines([id]);
    expect(timeline?.slice(4).map(({ kind, note }) => [kind, note])).toEqual([
      ['SHIPPED', 'DHL 1'],
      ['SHIPPED', 'UPS 2'],
      ['DELIVERED', 'UPS 2'],
      ['DELIVERED', 'DHL 1'],
    ]);
    expect(timeline?.[6]?.details).toEqual({
      ...{ type: 'SHIPMENT', fulfilmentId, carrier: 'UPS', trackingNumber: '2' },
    });
  });

  it('the events of parcels count the units of each line so far', async () => {
    const id = await shop.paid();
    await parcel(id);
    await parcel(id);
    const shipped = (await eventsOf(id)).filter(({ type }) => type.includes('shipped'));
    expect(shipped.map(({ data }) => data['unitsSoFar'])).toEqual(
      [1, 2, 2].map((count) => [{ variantId: variantA, shipped: count, cancelled: 0 }]),
    );
  });

  it('a parcel that arrives leaves an order with units to ship PARTIALLY_SHIPPED', async () => {
    const id = await shop.paid();
    await parcel(id);
    expect(await deliver(id)).toMatchObject({ status: 'PARTIALLY_SHIPPED' });
    expect(await refusalOf(() => deliver(id))).toEqual(['ILLEGAL_TRANSITION']);
    await parcel(id);
    expect(await deliver(id)).toMatchObject({ status: 'DELIVERED' });
  });

  it.each([
    ['more units than are left', 2, 'INVALID_VALUE lines 0 quantity'],
    ['no units', 0, 'INVALID_VALUE lines 0 quantity'],
  ])('a parcel with %s is refused', async (_, quantity, reason) => {
    const id = await shop.paid();
    await parcel(id);
    expect(await refusalOf(() => parcel(id, quantity))).toEqual([reason]);
    expect((await shop.read(id))?.fulfilments).toHaveLength(1);
  });

  it.each([
    ['an unknown line', [{ lineId: 'x', quantity: 1 }], 'NOT_FOUND lines 0 lineId'],
    ['no lines', [], 'INVALID_VALUE lines'],
  ])('a parcel with %s is refused', async (_, lines, reason) => {
    const id = await shop.paid();
    expect(await refusalOf(() => shop.fulfil(id, { lines }))).toEqual([reason]);
  });

  it('a parcel that names a line twice is refused', async () => {
    const id = await shop.paid();
    const lines = [...units(id, 1), ...units(id, 1)];
    expect(await refusalOf(() => shop.fulfil(id, { lines }))).toEqual(['INVALID_VALUE lines']);
  });

  it('two staff who ship the last unit at once ship it once', async () => {
    const id = await shop.paid();
    await parcel(id);
    const both = await Promise.allSettled([parcel(id), parcel(id)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await shop.read(id))?.fulfilments).toHaveLength(2);
  });

  it('a delivery of an unknown parcel, and a second one of the same, are refused', async () => {
    const id = await shop.paid();
    const { fulfilments } = await parcel(id);
    const fulfilmentId = fulfilments[0]?.id ?? '';
    expect(await refusalOf(() => deliver(id, { fulfilmentId: 'x' }))).toEqual([
      'NOT_FOUND fulfilmentId',
    ]);
    await deliver(id, { fulfilmentId });
    expect(await refusalOf(() => deliver(id, { fulfilmentId }))).toEqual(['ILLEGAL_TRANSITION']);
  });
});

describe('units that are left', () => {
  it('staff cancel them: their price is refunded, and the order is SHIPPED', async () => {
    const id = await shop.paid();
    await parcel(id);
    expect(await cancel(id)).toMatchObject({
      status: 'SHIPPED',
      cancelReason: null,
      cancelledUnits: [{ variantId: variantA, quantity: 1 }],
      refunds: [
        {
          ...{ status: 'SUCCEEDED', amount: { minor: 1_000n }, reasonCode: 'ORDER_CANCELLED' },
          parts: { lines: [{ variantId: variantA, quantity: 1, minor: 1_000n }], shipping: null },
        },
      ],
    });
    expect((await typesOf(id)).slice(1)).toEqual([
      'order.units_cancelled.v1',
      'order.shipped.v1',
      'order.refunded.v1',
    ]);
    const [timeline] = await shop.orders.timelines([id]);
    expect(timeline?.slice(-3).map(({ kind }) => kind)).toEqual([
      'UNITS_CANCELLED',
      'REFUND_REQUESTED',
      'REFUNDED',
    ]);
    expect(await refusalOf(() => parcel(id))).toEqual(['ILLEGAL_TRANSITION']);
    expect(await refusalOf(() => cancel(id))).toEqual(['ILLEGAL_TRANSITION']);
    expect(await deliver(id)).toMatchObject({ status: 'DELIVERED' });
  });

  it('an order whose parcels have all arrived is DELIVERED without them', async () => {
    const id = await shop.paid();
    await parcel(id);
    await deliver(id);
    expect(await cancel(id)).toMatchObject({ status: 'DELIVERED' });
    expect((await typesOf(id)).slice(2)).toEqual([
      'order.units_cancelled.v1',
      'order.shipped.v1',
      'order.delivered.v1',
      'order.refunded.v1',
    ]);
  });

  it.each([
    ['whose line was refunded', { quantity: 1 }, 1_000n, 2],
    ['whose lines were refunded', { quantity: 2 }, 0n, 1],
    ['of which an amount was refunded', { amount: '15.00' }, 500n, 2],
  ])('the rest of an order %s is refunded up to what was paid', async (_, before, minor, count) => {
    const id = await shop.paid();
    await parcel(id);
    const { quantity, amount } = before as { quantity?: number; amount?: string };
    await shop.refund(
      id,
      amount ? { amount: { amount, currencyCode: 'EUR' } } : { lines: units(id, quantity ?? 0) },
    );
    const { refunds, status } = await cancel(id);
    expect(status).toBe('SHIPPED');
    expect(refunds).toHaveLength(count);
    if (minor > 0n) expect(refunds.at(-1)?.amount.minor).toBe(minor);
  });

  it('a customer cannot cancel them', async () => {
    const id = await shop.paid();
    await parcel(id);
    expect(await refusalOf(() => cancel(id, customer))).toEqual(['ILLEGAL_TRANSITION']);
    const order = await shop.read(id);
    expect(order && allowedActions(order, customer, returnPeriod)).toEqual(['REQUEST_RETURN']);
    expect(order && allowedActions(order, staff, returnPeriod)).toEqual([
      ...['CANCEL', 'SHIP', 'MARK_DELIVERED', 'REFUND', 'REQUEST_RETURN'],
    ]);
  });

  it('they are not shipped when everything was refunded', async () => {
    const id = await shop.paid();
    await parcel(id);
    await shop.refund(id);
    expect(await refusalOf(() => parcel(id))).toEqual(['ILLEGAL_TRANSITION']);
    expect(await cancel(id)).toMatchObject({ status: 'SHIPPED', refunds: [{}] });
  });
});
