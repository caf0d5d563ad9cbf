import { amountDueOf, capturableOf, withPayment } from './account.ts';
import type { Order } from './order.ts';
import { changeOf, type OrderChange, unchanged } from './order-change.ts';
import { capturedOf, hasPendingCapture, type Payment, type Refund } from './payment.ts';
import { paymentFailed, paymentLost } from './payment-events.ts';

/**
 * Decides what becomes of an authorised payment that can no longer be captured: what was captured stays, and the rest is due
 * again. One that the shop itself has released stays as it is.
 */
export function decideLostAuthorisation(
  order: Order,
  payment: Payment,
  failureCode: string,
): OrderChange {
  const capturable = capturableOf(payment, order);
  if (capturable <= 0n && !hasPendingCapture(payment)) return unchanged(order);
  const captures = payment.captures.map((one) =>
    one.status === 'PENDING' ? ({ ...one, status: 'FAILED', failureCode } as const) : one,
  );
  const status = capturedOf(payment) > 0n ? 'CAPTURED' : 'FAILED';
  const lost: Payment = { ...payment, status, failureCode, captures };
  const next = withoutRefundsOf(lost, withPayment(order, payment, lost));
  const minor = payment.amount.minor - capturedOf(payment);
  const uncaptured = { ...payment, amount: { ...payment.amount, minor } };
  const failed = paymentFailed(next, uncaptured, failureCode);
  const isDue = amountDueOf(next).minor > 0n;
  return changeOf(order, next, [failed, ...(isDue ? [paymentLost(next, uncaptured)] : [])]);
}

/** Pending refunds of money that was never captured have nothing to pay back. */
function withoutRefundsOf(payment: Payment, order: Order): Order {
  let captured = capturedOf(payment);
  const refunds = order.refunds.map((refund): Refund => {
    if (refund.paymentId !== payment.id || refund.isRelease || refund.status === 'FAILED')
      return refund;
    captured -= refund.amount.minor;
    return captured >= 0n || refund.status !== 'PENDING' ? refund : { ...refund, isRelease: true };
  });
  return { ...order, refunds };
}
