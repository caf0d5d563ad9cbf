import type { Viewer } from '@shop/schema';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCustomer } from '../testing/database.ts';
import { captured, carla, key, lost, openScenario, staff } from '../testing/scenario.ts';
import { allowedActions } from './allowed-actions.ts';
import { cancelOrder } from './cancel-order.ts';
import { markDelivered } from './mark-delivered.ts';
import type { PaymentProvider } from './ports.ts';

const euros = (amount: string) => ({ amount: { amount, currencyCode: 'EUR' } });

let shop: Awaited<ReturnType<typeof openScenario>>;
beforeAll(async () => {
  shop = await openScenario();
});
afterAll(() => shop.close());

describe('shipping', () => {
  it('tells how it was sent, and then that it arrived', async () => {
    const orderId = await shop.paid();
    const tracking = { carrier: 'DHL', trackingNumber: '42', trackingUrl: 'https://t.example/42' };
    expect(await shop.fulfil(orderId, tracking)).toMatchObject({
      status: 'SHIPPED',
      shipment: tracking,
    });
    const input = { orderId, idempotencyKey: key() };
    expect(await markDelivered(shop.orders, staff, input)).toMatchObject({ status: 'DELIVERED' });
    expect(await markDelivered(shop.orders, staff, input)).toMatchObject({ status: 'DELIVERED' });
    expect((await shop.said(orderId)).slice(3)).toEqual(['order.shipped.v1', 'order.delivered.v1']);
    const [timeline] = await shop.orders.timelines([orderId]);
    expect(timeline?.map(({ kind, note }) => [kind, note])).toEqual([
      ['PLACED', null],
      ['CONFIRMED', null],
      ['PAYMENT_STARTED', '€20.00'],
      ['PAID', null],
      ['SHIPPED', 'DHL 42'],
      ['DELIVERED', null],
    ]);
  });

  it('is refused before payment, twice, and of what was given back', async () => {
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
    [{ carrier: ' ' }, 'INVALID_VALUE carrier'],
    [{ trackingNumber: 'x'.repeat(81) }, 'INVALID_VALUE trackingNumber'],
    [{ expectedVersion: 1 }, 'VERSION_CONFLICT expectedVersion'],
  ])('refuses %j', async (change, reason) => {
    const orderId = await shop.paid();
    expect(await refusalOf(() => shop.fulfil(orderId, change))).toEqual([reason]);
    expect(await shop.read(orderId)).toMatchObject({ status: 'PAID' });
  });

  it('cannot be undone by cancelling', async () => {
    const orderId = await shop.paid();
    await shop.fulfil(orderId);
    const input = { orderId, reason: 'late', idempotencyKey: key() };
    const parts = { orders: shop.orders, payments: captured };
    expect(await refusalOf(() => cancelOrder(parts, carla, input))).toEqual(['ILLEGAL_TRANSITION']);
  });
});

describe('refunding', () => {
  it('gives back in parts, once per key, and never more than was paid', async () => {
    const orderId = await shop.paid();
    const first = { ...euros('5.50'), idempotencyKey: key() };
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
    expect((await shop.said(orderId)).slice(3)).toEqual(['order.refunded.v1', 'order.refunded.v1']);
  });

  it('of two at once, gives back no more than there is', async () => {
    const orderId = await shop.paid();
    const both = await Promise.allSettled([1, 2].map(() => shop.refund(orderId, euros('15'))));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('that the provider does not answer is made later, one it refuses can be made again', async () => {
    const orderId = await shop.paid();
    await shop.refund(orderId, euros('5'), lost);
    expect(await shop.read(orderId)).toMatchObject({ refunds: [{ status: 'PENDING' }] });
    const refusing: PaymentProvider = {
      ...captured,
      refund: async () => ({ status: 'FAILED', code: 'account_closed' }),
    };
    await shop.sweep(refusing);
    expect(await shop.read(orderId)).toMatchObject({
      refunds: [{ status: 'FAILED', failureCode: 'account_closed' }],
    });
    await shop.refund(orderId, {}, lost);
    await shop.sweep(captured);
    expect((await shop.read(orderId))?.refunds[1]).toMatchObject({ amount: { minor: 2000n } });
    const [timeline] = await shop.orders.timelines([orderId]);
    const steps = timeline?.map(({ kind, note, actorId }) => [kind, note, actorId]).slice(-4);
    expect(steps).toEqual([
      ['REFUND_REQUESTED', '€5.00: torn', staff.id],
      ['REFUND_FAILED', '€5.00: account_closed', staff.id],
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
  ])('refuses %j', async (change, reason) => {
    const orderId = await shop.paid();
    expect(await refusalOf(() => shop.refund(orderId, change))).toEqual([reason]);
    expect(await refusalOf(async () => shop.refund(await shop.confirmed()))).toEqual([
      'NOTHING_TO_REFUND',
    ]);
  });
});

it('tells everybody what they could do', async () => {
  const actions = async (id: string, viewer?: Viewer) => {
    const order = await shop.read(id);
    return order && allowedActions(order, viewer);
  };
  const id = await shop.confirmed();
  expect(await actions(id, carla)).toEqual(['PAY', 'CANCEL']);
  expect(await actions(id, staff)).toEqual(['CANCEL']);
  expect(await actions(id, newCustomer(['orders:read']))).toEqual([]);
  expect(await actions(id)).toEqual([]);
  await shop.pay(id);
  expect(await actions(id, carla)).toEqual(['CANCEL']);
  expect(await actions(id, staff)).toEqual(['CANCEL', 'SHIP', 'REFUND']);
  await shop.fulfil(id);
  expect(await actions(id, carla)).toEqual([]);
  expect(await actions(id, staff)).toEqual(['MARK_DELIVERED', 'REFUND']);
});
