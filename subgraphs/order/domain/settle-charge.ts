import { type Change, type Money, refuse, sameMoney } from '@shop/domain';
import { excessOf, withPayment } from './account.ts';
import { canBePaid, withPaidStatus } from './amount-due.ts';
import { cancellation } from './cancel-order.ts';
import { withCapturesSoFar } from './capture.ts';
import { decideLostAuthorisation } from './lost-authorisation.ts';
import type { Order, OrderEvent } from './order.ts';
import { changeOf, type OrderChange, unchanged } from './order-change.ts';
import {
  bySystem,
  hasNoAttemptsLeft,
  hasPendingCapture,
  isOpen,
  maxPaymentAttempts,
  type Payment,
  type RefundCause,
} from './payment.ts';
import { moneyEvent, paymentFailed } from './payment-events.ts';
import type { ChargeResult, OrderStore } from './ports.ts';
import { causeOfShop } from './reason-codes.ts';
import { newRefund } from './refund-sources.ts';

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
 * the order as far as something is due, and is refunded otherwise. The order is PAID when nothing is due any more. Refuses
 * NOT_FOUND when no order has this payment, and INVALID_VALUE when the provider has charged another amount.
 */
export async function settleCharge(
  orders: OrderStore,
  paymentId: string,
  result: ChargeResult,
  now = new Date(),
  /** The amount of the charge as the provider states it; null when it does not. */
  charged: Money | null = null,
): Promise<Order> {
  const order = await orders.byPayment(paymentId);
  const payment = order?.payments.find(({ id }) => id === paymentId);
  if (!order || !payment) return refuse('NOT_FOUND', 'There is no such payment.');
  if (charged && !sameMoney(charged, payment.amount)) {
    refuse('INVALID_VALUE', 'The charge is about another amount than the payment.');
  }
  return orders.update(order.id, decideCharge(paymentId, result, now));
}

/** Decides what the result of a charge does to its order. */
export const decideCharge =
  (paymentId: string, result: ChargeResult, now: Date) =>
  (order: Order): OrderChange => {
    const payment = order.payments.find(({ id }) => id === paymentId);
    if (!payment) return unchanged(order);
    if (payment.status === 'AUTHORISED' && result.status === 'FAILED') {
      // Of captures that are pending, only the provider's answer to them says whether they were made.
      if (hasPendingCapture(payment)) return unchanged(order);
      return decideLostAuthorisation(order, payment, result.code);
    }
    if (!awaits(payment, result)) return unchanged(order);
    const settled = withResult(payment, result);
    if (settled.status === payment.status && settled.actionUrl === payment.actionUrl) {
      return unchanged(order);
    }
    const { next, events } = follow(withPayment(order, payment, settled), settled, now);
    return changeOf(order, next, events);
  };

/** Whether a result still counts: of an open payment, and money that arrives for one that was given up. */
const awaits = (payment: Payment, { status }: ChargeResult): boolean =>
  isOpen(payment) ||
  (payment.status === 'FAILED' &&
    payment.authorisation === null &&
    (status === 'CAPTURED' || status === 'AUTHORISED'));

const withResult = (payment: Payment, result: ChargeResult): Payment => ({
  ...payment,
  status: result.status,
  failureCode: result.status === 'FAILED' ? result.code : null,
  actionUrl: result.status === 'REQUIRES_ACTION' ? result.actionUrl : null,
  authorisation:
    result.status === 'AUTHORISED'
      ? { expiresAt: result.expiresAt, captures: result.captures }
      : null,
});

function follow(order: Order, payment: Payment, now: Date): Change<Order, OrderEvent> {
  if (payment.status === 'CAPTURED' || payment.status === 'AUTHORISED') {
    return secured(order, payment, now);
  }
  return payment.status === 'FAILED' ? failed(order, payment, now) : { next: order, events: [] };
}

/** Decides what money does that was captured or authorised. */
function secured(order: Order, payment: Payment, now: Date): Change<Order, OrderEvent> {
  const source = { payment, isRelease: payment.status === 'AUTHORISED' };
  const refund = (minor: bigint): Order => ({
    ...order,
    refunds: [...order.refunds, newRefund(source, minor, latePayment(order), now)],
  });
  const before = order.payments.filter((one) => one !== payment);
  if (!canBePaid({ ...order, payments: before })) {
    // This payment alone: another one may have paid the order.
    return { next: refund(payment.amount.minor), events: [] };
  }
  // Another payment may have come before it: what is more than the total is refunded.
  const excess = excessOf(order);
  const paid = withPaidStatus(excess > 0n ? refund(excess) : order, payment.id);
  if (paid.events.length > 0) return paid;
  const event = moneyEvent(paid.next, payment, payment.amount);
  // What was shipped before is captured at once: no parcel may follow.
  return { next: withCapturesSoFar(paid.next, now), events: [event] };
}

function failed(
  order: Order,
  { id, amount, failureCode }: Payment,
  now: Date,
): Change<Order, OrderEvent> {
  const failure = paymentFailed(order, { id, amount }, failureCode ?? 'unknown');
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
