import { type Change, moneyToMessage, refuse } from '@shop/domain';
import { canBePaid, withPaidStatus } from './amount-due.ts';
import { cancellation } from './cancel-order.ts';
import type { Order, OrderEvent } from './order.ts';
import { changeOf, type OrderChange, unchanged } from './order-change.ts';
import {
  amountDueOf,
  bySystem,
  hasNoAttemptsLeft,
  isOpen,
  maxPaymentAttempts,
  newRefund,
  type Payment,
  type RefundCause,
  securedOf,
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
 * the order as far as something is due, and is refunded otherwise. The order is PAID when nothing is due any more. Refuses NOT_FOUND when no order has this payment.
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
  const before = order.payments.filter((one) => one !== payment);
  if (!canBePaid({ ...order, payments: before })) {
    // This payment alone: another one may have paid the order.
    const refund = newRefund(payment.id, payment.amount, latePayment(order), now);
    return { next: { ...order, refunds: [...order.refunds, refund] }, events: [] };
  }
  const paid = withPaidStatus(withoutExcess(order, payment, now), payment.id);
  if (paid.events.length > 0) return paid;
  const { id: orderId, number, customerId } = order;
  const data = {
    ...{ orderId, number, customerId, paymentId: payment.id },
    ...{
      amount: moneyToMessage(payment.amount),
      amountDue: moneyToMessage(amountDueOf(paid.next)),
    },
  };
  return { next: paid.next, events: [{ type: 'payment.captured.v1', subject: orderId, data }] };
}

/** Returns the order with a refund of what a payment brings beyond the total: another one has come before it. */
function withoutExcess(order: Order, { id, amount }: Payment, now: Date): Order {
  const excess = securedOf(order).minor - order.total.minor;
  if (excess <= 0n) return order;
  const refund = newRefund(id, { ...amount, minor: excess }, latePayment(order), now);
  return { ...order, refunds: [...order.refunds, refund] };
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
  if (order.status !== 'CONFIRMED' || !hasNoAttemptsLeft(order.payments)) {
    return { next: order, events: [failure] };
  }
  const cause = {
    ...causeOfShop('PAYMENT_FAILED'),
    reason: `The payment failed ${maxPaymentAttempts} times.`,
  };
  const { next, event } = cancellation(order, cause, now);
  return { next, events: [failure, event] };
}
