import type { Viewer } from '@shop/schema';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capturing, unreachable } from '../testing/fake-providers.ts';
import { newKey, newViewer, returnPeriod } from '../testing/fixtures.ts';
import { customer, openOrderFixture, staff } from '../testing/order-fixture.ts';
import { allowedActions } from './allowed-actions.ts';
import { cancelOrder } from './cancel-order.ts';
import { markDelivered } from './mark-delivered.ts';
import type { PaymentProvider } from './ports.ts';

const euros = (amount: string) => ({ amount: { amount, currencyCode: 'EUR' } });

let shop: Awaited<ReturnType<typeof openOrderFixture>>;
beforeAll(async () => {
  shop = await openOrderFixture();
});
afterAll(() => shop.close());

describe('shipOrder', () => {
  it('a paid order is shipped with its tracking and then delivered', async () => {
    const orderId = await shop.paid();
    const tracking = { carrier: 'DHL', trackingNumber: '42', trackingUrl: 'https://t.example/42' };
    expect(await shop.fulfil(orderId, tracking)).toMatchObject({
      status: 'SHIPPED',
      fulfilments: [tracking],
    });
    const input = { orderId, idempotencyKey: newKey() };
    expect(await markDelivered(shop.orders, staff, input)).toMatchObject({ status: 'DELIVERED' });
    expect(await markDelivered(shop.orders, staff, input)).toMatchObject({ status: 'DELIVERED' });
    expect((await shop.savedTypes(orderId)).slice(3)).toEqual([
      'order.fulfilment_shipped.v1',
      'order.shipped.v1',
      'order.fulfilment_delivered.v1',
      'order.delivered.v1',
    ]);
    const [saved] = await shop.orders.byIds([orderId]);
    expect(saved?.version).toBe(6);
    expect(await shop.savedStatuses(orderId)).toEqual([
      'PENDING CONFIRMED 2',
      'CONFIRMED PAID 4',
      'PAID SHIPPED 5',
      'SHIPPED DELIVERED 6',
    ]);
    const [timeline] = await shop.orders.timelines([orderId]);
    expect(timeline?.map(({ kind, note }) => [kind, note])).toEqual([
      ['PLACED', null],
      ['CONFIRMED', null],
      ['PAYMENT_STARTED', '€20.00'],
      ['PAID', null],
      ['SHIPPED', 'DHL 42'],
      ['DELIVERED', 'DHL 42'],
    ]);
  });

  it('shipping an unpaid, a shipped or a fully refunded order is refused', async () => {
    expect(await refusalOf(async () => shop.fulfil(await shop.confirmed()))).toEqual([
      'ILLEGAL_TRANSITION',
    ]);
    const orderId = await shop.paid();
    await shop.fulfil(orderId);
    expect(await refusalOf(() => shop.fulfil(orderId))).toEqual(['ILLEGAL_TRANSITION']);
    const refunded = await shop.paid();
    await shop.refund(refunded);
    expect(await refusalOf(() => shop.fulfil(refunded))).toEqual(['ILLEGAL_TRANSITION']);
  });

  it.each([
    [{ trackingUrl: 'javascript:alert(1)' }, 'INVALID_VALUE trackingUrl'],
    [{ trackingUrl: `https://t.example/${'x'.repeat(500)}` }, 'INVALID_VALUE trackingUrl'],
    [{ carrier: '\u202egnirts' }, 'INVALID_VALUE carrier'],
    [{ carrier: 'x'.repeat(81) }, 'INVALID_VALUE carrier'],
    [{ trackingNumber: '\u200b' }, 'INVALID_VALUE trackingNumber'],
    [{ trackingNumber: 'a\u2028b' }, 'INVALID_VALUE trackingNumber'],
    [{ trackingNumber: 'x'.repeat(81) }, 'INVALID_VALUE trackingNumber'],
    [{ expectedVersion: 1 }, 'VERSION_CONFLICT expectedVersion'],
  ])('shipping with %j is refused', async (change, reason) => {
    const orderId = await shop.paid();
    expect(await refusalOf(() => shop.fulfil(orderId, change))).toEqual([reason]);
    expect(await shop.read(orderId)).toMatchObject({ status: 'PAID' });
  });

  it('empty tracking fields are absent, and others are trimmed', async () => {
    const empty = { carrier: ' ', trackingNumber: '', trackingUrl: ' ' };
    expect(await shop.fulfil(await shop.paid(), empty)).toMatchObject({
      fulfilments: [{ carrier: null, trackingNumber: null, trackingUrl: null }],
    });
    const padded = {
      carrier: ' DHL ',
      trackingNumber: ' 42',
      trackingUrl: ' https://t.example/42 ',
    };
    expect(await shop.fulfil(await shop.paid(), padded)).toMatchObject({
      fulfilments: [{ carrier: 'DHL', trackingNumber: '42', trackingUrl: 'https://t.example/42' }],
    });
  });

  it('a shipped order cannot be cancelled', async () => {
    const orderId = await shop.paid();
    await shop.fulfil(orderId);
    const input = { orderId, reason: 'late', idempotencyKey: newKey() };
    const ports = { orders: shop.orders, payments: capturing };
    expect(await refusalOf(() => cancelOrder(ports, customer, input))).toEqual([
      'ILLEGAL_TRANSITION',
    ]);
  });
});

it('the events of a cancellation and its refund state whether customer, staff or the shop requested it', async () => {
  const requestedBy = async (subject: string) => {
    const rows = await shop.prisma.outbox.findMany({ where: { subject }, orderBy: { seq: 'asc' } });
    return rows.flatMap(({ event }) => {
      const { cancelledBy, requestedBy } = (event as { data: Record<string, string> }).data;
      return cancelledBy ?? requestedBy ?? [];
    });
  };
  const ports = { orders: shop.orders, payments: capturing };
  const cancelAs = (viewer: Viewer, orderId: string) =>
    cancelOrder(ports, viewer, { orderId, reason: 'late', idempotencyKey: newKey() });
  const byCustomer = await shop.paid();
  await cancelAs(customer, byCustomer);
  expect(await requestedBy(byCustomer)).toEqual(['CUSTOMER', 'CUSTOMER']);
  const byStaff = await shop.paid();
  await shop.refund(byStaff, euros('5'));
  await cancelAs(staff, byStaff);
  expect(await requestedBy(byStaff)).toEqual(['STAFF', 'STAFF', 'STAFF']);
  const unpaid = await shop.confirmed();
  await shop.sweep(capturing, 2);
  expect(await requestedBy(unpaid)).toEqual(['SYSTEM']);
});

describe('refundOrder', () => {
  it('partial refunds are made once per key and never exceed the payment', async () => {
    const orderId = await shop.paid();
    const first = { ...euros('5.50'), idempotencyKey: newKey() };
    await shop.refund(orderId, first);
    expect(await shop.refund(orderId, first)).toMatchObject({
      status: 'PAID',
      refunds: [{ amount: { minor: 550n }, status: 'SUCCEEDED' }],
    });
    expect(await refusalOf(() => shop.refund(orderId, euros('14.51')))).toEqual([
      'REFUND_EXCEEDS_PAYMENT amount',
    ]);
    const rest = await shop.refund(orderId);
    expect(rest.refunds[1]).toMatchObject({ amount: { minor: 1450n } });
    expect(await refusalOf(() => shop.refund(orderId))).toEqual(['NOTHING_TO_REFUND']);
    expect((await shop.savedTypes(orderId)).slice(3)).toEqual([
      'order.refunded.v1',
      'order.refunded.v1',
    ]);
  });

  it('concurrent refunds never exceed the payment', async () => {
    const orderId = await shop.paid();
    const both = await Promise.allSettled([1, 2].map(() => shop.refund(orderId, euros('15'))));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('an unanswered refund is sent again by the sweep, and a failed one can be requested again', async () => {
    const orderId = await shop.paid();
    await shop.refund(orderId, euros('5'), unreachable);
    expect(await shop.read(orderId)).toMatchObject({ refunds: [{ status: 'PENDING' }] });
    const refusing: PaymentProvider = {
      ...capturing,
      refund: async () => ({ status: 'FAILED', code: 'account_closed' }),
    };
    await shop.sweep(refusing);
    expect(await shop.read(orderId)).toMatchObject({
      refunds: [{ status: 'FAILED', failureCode: 'account_closed' }],
    });
    await shop.refund(orderId, {}, unreachable);
    await shop.sweep(capturing);
    expect((await shop.read(orderId))?.refunds[1]).toMatchObject({ amount: { minor: 2000n } });
    const [timeline] = await shop.orders.timelines([orderId]);
    const steps = timeline?.map(({ kind, note, actorId }) => [kind, note, actorId]).slice(-4);
    expect(steps).toEqual([
      ['REFUND_REQUESTED', '€5.00: torn', staff.id],
      ['REFUND_FAILED', '€5.00: The account of the card is closed.', staff.id],
      ['REFUND_REQUESTED', '€20.00: torn', staff.id],
      ['REFUNDED', '€20.00: torn', staff.id],
    ]);
  });

  it.each([
    [{ reason: '' }, 'INVALID_VALUE reason'],
    [{ amount: { amount: '1.00', currencyCode: 'USD' } }, 'INVALID_VALUE amount currencyCode'],
    [euros('0'), 'INVALID_VALUE amount amount'],
    [euros('-1'), 'INVALID_VALUE amount amount'],
    [euros('0.001'), 'INVALID_VALUE amount amount'],
    [euros('1e3'), 'INVALID_VALUE amount amount'],
    [{ idempotencyKey: 'short' }, 'INVALID_VALUE idempotencyKey'],
  ])('a refund with %j is refused', async (change, reason) => {
    const orderId = await shop.paid();
    expect(await refusalOf(() => shop.refund(orderId, change))).toEqual([reason]);
    expect(await refusalOf(async () => shop.refund(await shop.confirmed()))).toEqual([
      'NOTHING_TO_REFUND',
    ]);
  });
});

it('allowedActions lists what each viewer can do', async () => {
  const actions = async (id: string, viewer?: Viewer) => {
    const order = await shop.read(id);
    return order && allowedActions(order, viewer, returnPeriod);
  };
  const id = await shop.confirmed();
  expect(await actions(id, customer)).toEqual(['PAY', 'CANCEL']);
  expect(await actions(id, staff)).toEqual(['CANCEL', 'EDIT']);
  expect(await actions(id, newViewer(['orders:read']))).toEqual([]);
  expect(await actions(id)).toEqual([]);
  await shop.pay(id);
  expect(await actions(id, customer)).toEqual(['CANCEL']);
  expect(await actions(id, staff)).toEqual(['CANCEL', 'SHIP', 'REFUND', 'EDIT']);
  await shop.fulfil(id);
  expect(await actions(id, customer)).toEqual(['REQUEST_RETURN']);
  expect(await actions(id, staff)).toEqual(['MARK_DELIVERED', 'REFUND', 'REQUEST_RETURN']);
});
