import { until } from '@shop/testing';
import { describe, expect, it } from 'vitest';
import { requestData, tokenOf, untilOrder } from './client.ts';
import {
  CancelOrderDocument,
  MarkDeliveredDocument,
  OrderStoryDocument,
  PayOrderDocument,
  RefundOrderDocument,
  ShipOrderDocument,
} from './generated/graphql.ts';
import { customerWithOrder, newKey } from './shopping.ts';

const storyOf = async (id: string, token: string) => {
  const { order } = await requestData(OrderStoryDocument, { id }, token);
  if (!order) throw new Error('order not found');
  return order;
};

/** Creates a CONFIRMED order of 20.00 EUR. Returns its customer too. */
async function confirmedOrder() {
  const { customer, orderId } = await customerWithOrder(2, 10);
  return { id: orderId, token: customer.token, customerId: customer.id };
}

const pay = async (orderId: string, paymentToken: string, token: string) => {
  const input = { orderId, paymentToken, idempotencyKey: newKey() };
  const { payOrder } = await requestData(PayOrderDocument, { input }, token);
  expect(payOrder?.userErrors).toEqual([]);
};

describe('the timeline of an order', () => {
  it('an order that is paid, shipped, delivered and refunded shows every step in its timeline', async () => {
    const { id, token, customerId } = await confirmedOrder();
    const staff = await tokenOf('staff');
    expect(await storyOf(id, token)).toMatchObject({ allowedActions: ['PAY', 'CANCEL'] });
    expect((await storyOf(id, token)).expiresAt).not.toBeNull();
    await pay(id, 'tok_success', token);
    const tracking = {
      carrier: 'DHL',
      trackingNumber: '42',
      trackingUrl: 'https://dhl.example/42',
    };
    const ship = { orderId: id, ...tracking, idempotencyKey: newKey() };
    const { shipOrder } = await requestData(ShipOrderDocument, { input: ship }, staff);
    expect(shipOrder).toMatchObject({ order: { status: 'SHIPPED' }, userErrors: [] });
    const arrive = { orderId: id, idempotencyKey: newKey() };
    const { markDelivered } = await requestData(MarkDeliveredDocument, { input: arrive }, staff);
    expect(markDelivered).toMatchObject({ order: { status: 'DELIVERED' }, userErrors: [] });
    const amount = { amount: '5.50', currencyCode: 'EUR' };
    const back = { orderId: id, amount, reason: 'torn', idempotencyKey: newKey() };
    const { refundOrder } = await requestData(RefundOrderDocument, { input: back }, staff);
    expect(refundOrder?.userErrors).toEqual([]);

    const order = await storyOf(id, token);
    expect(order).toMatchObject({
      status: 'DELIVERED',
      allowedActions: ['REQUEST_RETURN'],
      expiresAt: null,
      refunded: { amount: '5.50', currencyCode: 'EUR' },
      refunds: [{ status: 'SUCCEEDED', reason: 'torn' }],
      fulfilments: [{ ...tracking, status: 'DELIVERED' }],
    });
    const begun = ['PLACED', 'CONFIRMED', 'PAYMENT_STARTED'];
    const kinds = [...begun, 'PAID', 'SHIPPED', 'DELIVERED', 'REFUND_REQUESTED', 'REFUNDED'];
    expect(order.timeline?.map(({ kind }) => kind)).toEqual(kinds);
    const payment = { __typename: 'PaymentStepDetails', failureCode: null };
    expect(order.timeline?.map(({ details }) => details)).toMatchObject([
      ...[null, null, payment, payment],
      { __typename: 'ShipmentStepDetails', carrier: 'DHL', trackingNumber: '42' },
      { __typename: 'ShipmentStepDetails', carrier: 'DHL', trackingNumber: '42' },
      { __typename: 'RefundStepDetails', amount, reason: 'torn' },
      { __typename: 'RefundStepDetails', amount, reason: 'torn' },
    ]);
    const [placed, confirmation, , paid, sent] = order.timeline ?? [];
    expect([placed?.actor?.id, confirmation?.actor, paid?.actor?.id]).toEqual([
      customerId,
      null,
      customerId,
    ]);
    expect(sent?.note).toBe('DHL 42');
    // The reply of inventory has the correlation id of the request that placed the order.
    expect(confirmation?.correlationId).toBe(placed?.correlationId);
  });

  it('cancelling a paid order refunds everything', async () => {
    const { id, token } = await confirmedOrder();
    await pay(id, 'tok_success', token);
    const input = { orderId: id, reason: 'mind changed', idempotencyKey: newKey() };
    const { cancelOrder } = await requestData(CancelOrderDocument, { input }, token);
    expect(cancelOrder?.userErrors).toEqual([]);
    expect(await storyOf(id, token)).toMatchObject({
      status: 'CANCELLED',
      refunded: { amount: '20.00' },
    });
  });
});

describe('payments', () => {
  it('a payment that needs the customer is captured when the customer approves it', async () => {
    const { id, token } = await confirmedOrder();
    await pay(id, 'tok_needs_action', token);
    const [payment] = (await storyOf(id, token)).payments;
    expect(payment).toMatchObject({ status: 'REQUIRES_ACTION' });
    const page = await fetch(payment?.actionUrl ?? '');
    expect(await page.text()).toContain('20.00');
    const body = new URLSearchParams({ decision: 'approve' });
    await fetch(payment?.actionUrl ?? '', { method: 'POST', body });
    await untilOrder(id, 'PAID', token);
    const { timeline } = await storyOf(id, token);
    expect(timeline?.at(-1)).toMatchObject({
      kind: 'PAID',
      actor: null,
      correlationId: timeline?.[0]?.correlationId,
    });
  });

  it('a payment that succeeds late makes the order PAID', async () => {
    const { id, token } = await confirmedOrder();
    await pay(id, 'tok_late_success', token);
    expect(await storyOf(id, token)).toMatchObject({
      status: 'CONFIRMED',
      allowedActions: ['CANCEL'],
    });
    await untilOrder(id, 'PAID', token);
  });

  it('a payment that succeeds after the order was cancelled is refunded', async () => {
    const { id, token } = await confirmedOrder();
    await pay(id, 'tok_late_success', token);
    const input = { orderId: id, reason: 'too slow', idempotencyKey: newKey() };
    await requestData(CancelOrderDocument, { input }, token);
    const order = await until('the refund', async () => {
      const now = await storyOf(id, token);
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
