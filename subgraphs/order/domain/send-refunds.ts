import { moneyToMessage } from '@shop/domain';
import { capturableOf, paidOf, refundedOf } from './account.ts';
import { type Order, orderEventData } from './order.ts';
import { changeOf, type OrderChange, unchanged } from './order-change.ts';
import {
  capturedOf,
  hasPendingCapture,
  type Payment,
  type Refund,
  type RefundParts,
} from './payment.ts';
import { type PaymentPorts, ProviderUnavailable, providerOf, type RefundResult } from './ports.ts';
import type { RefundReasonCode } from './reason-codes.ts';

/**
 * Sends every pending refund of the order to the provider and saves the results: pays back what was captured, and releases
 * what was not. A refund that the provider does not answer stays pending; sent again later, it is made once.
 */
export async function sendRefunds(ports: PaymentPorts, order: Order): Promise<Order> {
  let latest = order;
  for (const refund of order.refunds) {
    if (refund.status !== 'PENDING') continue;
    try {
      const result = await sendRefund(ports, latest, refund);
      if (result) latest = await ports.orders.update(order.id, decideRefund(refund.id, result));
    } catch (error) {
      if (!(error instanceof ProviderUnavailable)) throw error;
    }
  }
  return latest;
}

/** Returns the result of a refund; `undefined` while it is not known whether its money is captured. */
async function sendRefund(
  ports: PaymentPorts,
  order: Order,
  { id: key, paymentId: chargeKey, amount, isRelease }: Refund,
): Promise<RefundResult | undefined> {
  const payment = order.payments.find(({ id }) => id === chargeKey);
  if (!payment) return undefined;
  const isOver = capturableOf(payment, order) <= 0n;
  if ((isOver || !isRelease) && hasPendingCapture(payment)) return undefined;
  const provider = providerOf(ports, payment);
  if (!isRelease) return provider.refund({ key, chargeKey, amount });
  // Also when another refund has ended the payment meanwhile: only the last one has found that nothing is left.
  if (isOver) await provider.release(chargeKey);
  return { status: 'SUCCEEDED' };
}

/** Whether nothing of an authorised payment will be captured any more. The last capture releases the rest by itself. */
const isReleased = (payment: Payment, order: Order): boolean =>
  payment.status === 'AUTHORISED' &&
  !hasPendingCapture(payment) &&
  capturableOf(payment, order) <= 0n;

/** Returns the payments after a refund. One that is released is over. */
const paymentsAfter = (order: Order, { paymentId, isRelease }: Refund): readonly Payment[] =>
  order.payments.map((payment) => {
    if (payment.id !== paymentId || !isRelease || !isReleased(payment, order)) return payment;
    return { ...payment, status: capturedOf(payment) > 0n ? 'CAPTURED' : 'VOIDED' };
  });

/** Decides what the result of a refund does to its order. A refund that is final stays as it is. */
const decideRefund =
  (refundId: string, result: RefundResult) =>
  (order: Order): OrderChange => {
    const refund = order.refunds.find(({ id }) => id === refundId);
    if (refund?.status !== 'PENDING') return unchanged(order);
    const failureCode = result.status === 'FAILED' ? result.code : null;
    const refunds = order.refunds.map((one) =>
      one === refund ? { ...one, status: result.status, failureCode } : one,
    );
    const payments = failureCode === null ? paymentsAfter(order, refund) : order.payments;
    const next = { ...order, refunds, payments };
    if (failureCode !== null) return changeOf(order, next);
    const data = {
      ...orderEventData(next),
      refundId,
      amount: moneyToMessage(refund.amount),
      refunded: moneyToMessage(refundedOf(next)),
      paid: moneyToMessage(paidOf(next)),
      reason: refund.reason,
      ...publishedReason(refund.reasonCode),
      requestedBy: refund.requestedBy,
      ...(refund.isRelease && { isRelease: true }),
      ...(refund.parts && partsMessage(refund.parts, refund.amount.currency)),
    };
    return changeOf(order, next, [{ type: 'order.refunded.v1', subject: order.id, data }]);
  };

/** The codes of `order.refunded.v1` are frozen: a refund because the order has changed states its reason in words. */
const publishedReason = (reasonCode: RefundReasonCode | null) =>
  reasonCode === null || reasonCode === 'ORDER_CHANGED' ? {} : { reasonCode };

/** The units of a line whose price two refunds pay back are in the first. */
function partsMessage({ lines, shipping }: RefundParts, currency: string) {
  const units = lines.filter(({ quantity }) => quantity > 0);
  return {
    ...(units.length > 0 && {
      lineRefunds: units.map(({ variantId, quantity, minor }) => ({
        ...{ variantId, quantity, amount: moneyToMessage({ minor, currency }) },
      })),
    }),
    ...(shipping !== null && { shippingRefund: moneyToMessage({ minor: shipping, currency }) }),
  };
}
