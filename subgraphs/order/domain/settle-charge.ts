import { type Change, moneyToMessage, refuse } from '@shop/domain';
import { cancellation } from './cancel-order.ts';
import { canMove, move, type Order, type OrderEvent, orderEventData } from './order.ts';
import { changeOf, type OrderChange, unchanged } from './order-change.ts';
import {
  bySystem,
  hasNoAttemptsLeft,
  isOpen,
  maxPaymentAttempts,
  newRefund,
  type Payment,
  type RefundCause,
} from './payment.ts';
import type { ChargeResult, OrderStore } from './ports.ts';
import { causeOfShop } from './reason-codes.ts';

/** Why money is refunded that arrives when the order cannot be paid: it was paid, or is cancelled. */
const latePayment = ({ status }: Order): RefundCause => ({
  reason:
    status === 'CANCELLED'
      ? 'The payment arrived when the order no longer waited for it.'
      : 'Another payment has paid the order.',
  reasonCode: 'LATE_PAYMENT',
  ...bySystem,
});

/**
 * Saves what the provider reports about a payment: in its response, a webhook or a poll. The first final result counts.
 * After a failure the order can be paid again, until no attempts are left. Money that is captured after a failure pays
 * the order if it can still be paid, and is refunded otherwise. Refuses NOT_FOUND when no order has this payment.
 */
export async function settleCharge(
  orders: OrderStore,
  paymentId: string,
  result: ChargeResult,
  now = new Date(),
): Promise<Order> {
  const order = await orders.byPayment(paymentId);
  if (!order) return refuse('NOT_FOUND', 'There is no such payment.');
  return orders.update(order.id, decideCharge(paymentId, result, now));
}

/** Decides what the result of a charge does to its order. */
export const decideCharge =
  (paymentId: string, result: ChargeResult, now: Date) =>
  (order: Order): OrderChange => {
    const payment = order.payments.find(({ id }) => id === paymentId);
    const isLate = payment?.status === 'FAILED' && result.status === 'CAPTURED';
    if (!payment || !(isOpen(payment) || isLate)) return unchanged(order);
    const settled: Payment = {
      ...payment,
      status: result.status,
      failureCode: result.status === 'FAILED' ? result.code : null,
      actionUrl: result.status === 'REQUIRES_ACTION' ? result.actionUrl : null,
    };
    if (settled.status === payment.status && settled.actionUrl === payment.actionUrl) {
      return unchanged(order);
    }
    const payments = order.payments.map((one) => (one === payment ? settled : one));
    const { next, events } = follow({ ...order, payments }, settled, now);
    return changeOf(order, next, events);
  };

function follow(order: Order, payment: Payment, now: Date): Change<Order, OrderEvent> {
  if (payment.status === 'CAPTURED') return captured(order, payment, now);
  return payment.status === 'FAILED' ? failed(order, payment, now) : { next: order, events: [] };
}

function captured(order: Order, payment: Payment, now: Date): Change<Order, OrderEvent> {
  if (!canMove(order, 'PAID')) {
    // This payment alone: another one may have paid the order.
    const refund = newRefund(payment.id, payment.amount, latePayment(order), now);
    return { next: { ...order, refunds: [...order.refunds, refund] }, events: [] };
  }
  const next = { ...move(order, 'PAID'), expiresAt: null };
  const data = { ...orderEventData(next), paymentId: payment.id };
  return { next, events: [{ type: 'order.paid.v1', subject: order.id, data }] };
}

function failed(
  order: Order,
  { id, amount, failureCode }: Payment,
  now: Date,
): Change<Order, OrderEvent> {
  const code = failureCode ?? 'unknown';
  const data = {
    orderId: order.id,
    customerId: order.customerId,
    paymentId: id,
    amount: moneyToMessage(amount),
    code,
  };
  const failure = { type: 'payment.failed.v1', subject: order.id, data } as const;
  if (!canMove(order, 'PAID') || !hasNoAttemptsLeft(order.payments)) {
    return { next: order, events: [failure] };
  }
  const cause = {
    ...causeOfShop('PAYMENT_FAILED'),
    reason: `The payment failed ${maxPaymentAttempts} times.`,
  };
  const { next, event } = cancellation(order, cause, now);
  return { next, events: [failure, event] };
}
