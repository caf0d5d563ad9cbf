import { newId } from '@shop/domain';
import { expect, it } from 'vitest';
import { newViewer } from '../testing/fixtures.ts';
import { createMemoryOrderStore } from '../testing/memory-order-store.ts';
import { placeTestOrder } from '../testing/place-test-order.ts';
import { changeOf, unchanged } from './order-change.ts';
import type { Payment } from './payment.ts';
import { newRefund } from './refund-sources.ts';

const createdAt = new Date('2026-03-01T09:30:00.000Z');
const order = await placeTestOrder(createMemoryOrderStore(), newViewer());
const payment: Payment = {
  ...{ id: newId(), idempotencyKey: newId(), status: 'PENDING', amount: order.total },
  ...{ failureCode: null, actionUrl: null, authorisation: null, captures: [], createdAt },
  ...{ giftCardId: null, giftCardLastFour: null },
};
const withPayment = (change: Partial<Payment> = {}) => ({
  ...order,
  payments: [{ ...payment, ...change }],
});
const paymentId = payment.id;

it('a new payment adds a step and is first polled after ten seconds', () => {
  expect(changeOf(order, withPayment())).toMatchObject({
    steps: [
      {
        kind: 'PAYMENT_STARTED',
        note: '€30.00',
        details: { type: 'PAYMENT', paymentId, amount: { minor: '3000', currency: 'EUR' } },
      },
    ],
    polls: [{ paymentId, at: new Date('2026-03-01T09:30:10.000Z') }],
  });
});

it('a payment that waits for its customer keeps its poll time', () => {
  const change = changeOf(withPayment(), withPayment({ status: 'REQUIRES_ACTION' }));
  expect(change.steps).toMatchObject([
    { kind: 'PAYMENT_ACTION_REQUIRED', note: null, details: { paymentId } },
  ]);
  expect(change.polls).toEqual([]);
});

it('a payment with a final result is not polled any more', () => {
  for (const final of [
    { status: 'CAPTURED' },
    { status: 'FAILED', failureCode: 'card_declined' },
  ] as const) {
    const { polls } = changeOf(withPayment(), withPayment(final));
    expect(polls).toEqual([{ paymentId, at: null }]);
  }
});

it('a payment that the provider does not know keeps its poll time', () => {
  const lost = withPayment({ status: 'FAILED', failureCode: 'not_received' });
  expect(changeOf(withPayment(), lost).polls).toEqual([]);
});

it('a refund step names the user who requested it, and an event step leaves the actor to the request', () => {
  const actorId = newId();
  const cause = { reason: 'torn', reasonCode: null, actorId, requestedBy: 'STAFF' } as const;
  const refund = newRefund({ payment, isRelease: false }, 100n, cause, createdAt);
  const before = withPayment({ status: 'CAPTURED' });
  const { steps } = changeOf(before, { ...before, refunds: [refund] }, [
    { type: 'order.confirmed.v1', subject: order.id, data: {} } as never,
  ]);
  expect(steps).toEqual([
    { kind: 'CONFIRMED', note: null, details: null },
    {
      kind: 'REFUND_REQUESTED',
      note: '€1.00: torn',
      details: {
        ...{
          type: 'REFUND',
          refundId: refund.id,
          reason: 'torn',
          reasonCode: null,
          failureCode: null,
        },
        amount: { minor: '100', currency: 'EUR' },
      },
      actorId,
    },
  ]);
});

it('a change of the status adds its event, after the event that says why', () => {
  const paid = { type: 'order.paid.v1', subject: order.id, data: {} } as never;
  const { events, steps } = changeOf(order, { ...order, status: 'PAID' }, [paid]);
  const { id: orderId, number, customerId } = order;
  const data = { orderId, number, customerId, from: order.status, to: 'PAID', version: 2 };
  expect(events).toEqual([paid, { type: 'order.updated.v1', subject: orderId, data }]);
  expect(steps.map(({ kind }) => kind)).toEqual(['PAID']);
});

it('a change between PAID and PARTIALLY_SHIPPED has no event of a status, and one to SHIPPED comes from PAID', () => {
  const paid = { ...order, status: 'PAID' } as const;
  const partly = { ...order, status: 'PARTIALLY_SHIPPED' } as const;
  expect(changeOf(paid, partly).events).toEqual([]);
  expect(changeOf(partly, { ...order, status: 'SHIPPED' }).events).toMatchObject([
    { type: 'order.updated.v1', data: { from: 'PAID', to: 'SHIPPED' } },
  ]);
});

it('a new order and a change of something else have no event of a status', () => {
  expect(changeOf(undefined, order).events).toEqual([]);
  expect(changeOf(order, withPayment()).events).toEqual([]);
});

it('an unchanged order has no events, steps or polls', () => {
  expect(unchanged(order)).toEqual({
    ...{ next: order, events: [], steps: [], polls: [], redeemed: [] },
    returnsCart: false,
  });
});
