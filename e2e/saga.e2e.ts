import { until } from '@shop/testing';
import { describe, expect, it } from 'vitest';
import { get, newCustomer, orderIn, tokenOf } from './client.ts';
import {
  CancelOrderDocument,
  FulfilOrderDocument,
  MarkDeliveredDocument,
  OrderStoryDocument,
  PayOrderDocument,
  RefundOrderDocument,
} from './generated/graphql.ts';
import { key, newProduct, place } from './shopping.ts';

const story = async (id: string, token: string) => {
  const { order } = await get(OrderStoryDocument, { id }, token);
  if (!order) throw new Error('no such order');
  return order;
};

/** A CONFIRMED order of 20.00 EUR and who placed it. */
async function confirmed() {
  const { id: customerId, token } = await newCustomer();
  const product = await newProduct(10, ['10.00']);
  const order = await place(token, [{ variantId: product.variants[0]?.id ?? '', quantity: 2 }]);
  await orderIn(order.id, 'CONFIRMED', token);
  return { id: order.id, token, customerId };
}

const pay = async (orderId: string, paymentToken: string, token: string) => {
  const input = { orderId, paymentToken, idempotencyKey: key() };
  const { payOrder } = await get(PayOrderDocument, { input }, token);
  expect(payOrder?.userErrors).toEqual([]);
};

describe('an order', () => {
  it('is paid, sent, delivered and refunded, and tells all of it', async () => {
    const { id, token, customerId } = await confirmed();
    const staff = await tokenOf('staff');
    expect(await story(id, token)).toMatchObject({ allowedActions: ['PAY', 'CANCEL'] });
    expect((await story(id, token)).expiresAt).not.toBeNull();
    await pay(id, 'tok_success', token);
    const tracking = {
      carrier: 'DHL',
      trackingNumber: '42',
      trackingUrl: 'https://dhl.example/42',
    };
    const ship = { orderId: id, ...tracking, idempotencyKey: key() };
    const { fulfilOrder } = await get(FulfilOrderDocument, { input: ship }, staff);
    expect(fulfilOrder).toMatchObject({ order: { status: 'SHIPPED' }, userErrors: [] });
    const arrive = { orderId: id, idempotencyKey: key() };
    const { markDelivered } = await get(MarkDeliveredDocument, { input: arrive }, staff);
    expect(markDelivered).toMatchObject({ order: { status: 'DELIVERED' }, userErrors: [] });
    const amount = { amount: '5.50', currencyCode: 'EUR' };
    const back = { orderId: id, amount, reason: 'torn', idempotencyKey: key() };
    const { refundOrder } = await get(RefundOrderDocument, { input: back }, staff);
    expect(refundOrder?.userErrors).toEqual([]);

    const order = await story(id, token);
    expect(order).toMatchObject({
      status: 'DELIVERED',
      allowedActions: [],
      expiresAt: null,
      refunded: { amount: '5.50', currencyCode: 'EUR' },
      refunds: [{ status: 'SUCCEEDED', reason: 'torn' }],
      shipment: tracking,
    });
    const begun = ['PLACED', 'CONFIRMED', 'PAYMENT_STARTED'];
    const kinds = [...begun, 'PAID', 'SHIPPED', 'DELIVERED', 'REFUND_REQUESTED', 'REFUNDED'];
    expect(order.timeline?.map(({ kind }) => kind)).toEqual(kinds);
    const [placed, confirmation, , paid, sent] = order.timeline ?? [];
    expect([placed?.actor?.id, confirmation?.actor, paid?.actor?.id]).toEqual([
      customerId,
      null,
      customerId,
    ]);
    expect(sent?.note).toBe('DHL 42');
    // What inventory has answered belongs to the request that asked.
    expect(confirmation?.correlationId).toBe(placed?.correlationId);
  });

  it('that is cancelled when it is paid gives everything back', async () => {
    const { id, token } = await confirmed();
    await pay(id, 'tok_success', token);
    const input = { orderId: id, reason: 'mind changed', idempotencyKey: key() };
    const { cancelOrder } = await get(CancelOrderDocument, { input }, token);
    expect(cancelOrder?.userErrors).toEqual([]);
    expect(await story(id, token)).toMatchObject({
      status: 'CANCELLED',
      refunded: { amount: '20.00' },
    });
  });
});

describe('a payment', () => {
  it('that needs the customer waits for her, and is done when she agrees', async () => {
    const { id, token } = await confirmed();
    await pay(id, 'tok_needs_action', token);
    const [payment] = (await story(id, token)).payments;
    expect(payment).toMatchObject({ status: 'REQUIRES_ACTION' });
    const page = await fetch(payment?.actionUrl ?? '');
    expect(await page.text()).toContain('20.00');
    const body = new URLSearchParams({ decision: 'approve' });
    await fetch(payment?.actionUrl ?? '', { method: 'POST', body });
    await orderIn(id, 'PAID', token);
    const { timeline } = await story(id, token);
    expect(timeline?.at(-1)).toMatchObject({
      kind: 'PAID',
      actor: null,
      correlationId: timeline?.[0]?.correlationId,
    });
  });

  it('that comes late is noted when it comes', async () => {
    const { id, token } = await confirmed();
    await pay(id, 'tok_late_success', token);
    expect(await story(id, token)).toMatchObject({
      status: 'CONFIRMED',
      allowedActions: ['CANCEL'],
    });
    await orderIn(id, 'PAID', token);
  });

  it('that comes after the order was cancelled is given back', async () => {
    const { id, token } = await confirmed();
    await pay(id, 'tok_late_success', token);
    const input = { orderId: id, reason: 'too slow', idempotencyKey: key() };
    await get(CancelOrderDocument, { input }, token);
    const order = await until('the refund', async () => {
      const now = await story(id, token);
      return now.refunds[0]?.status === 'SUCCEEDED' ? now : undefined;
    });
    expect(order).toMatchObject({ status: 'CANCELLED', refunded: { amount: '20.00' } });
    expect(order.timeline?.map(({ kind }) => kind)).toEqual([
      'PLACED',
      'CONFIRMED',
      'PAYMENT_STARTED',
      'CANCELLED',
      'PAYMENT_LATE',
      'REFUND_REQUESTED',
      'REFUNDED',
    ]);
  });
});
