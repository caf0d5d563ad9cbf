import { moneyToMessage } from '@shop/domain';
import { type Order, orderEventData } from './order.ts';
import { changeOf, type OrderChange, unchanged } from './order-change.ts';
import { type Payment, paidOf, type RefundParts, refundedOf } from './payment.ts';
import { type PaymentPorts, ProviderUnavailable, providerOf, type RefundResult } from './ports.ts';
import type { RefundReasonCode } from './reason-codes.ts';

/**
 * Sends every pending refund of the order to the provider and saves the results. A refund that the provider
 * does not answer stays pending; sent again later, it is made once.
 */
export async function sendRefunds(ports: PaymentPorts, order: Order): Promise<Order> {
  let latest = order;
  for (const { id, paymentId, amount, status } of order.refunds) {
    if (status !== 'PENDING') continue;
    try {
      const payment = paymentOf(order, paymentId);
      const request = { key: id, chargeKey: paymentId, amount };
      const result = await providerOf(ports, payment).refund(request);
      latest = await ports.orders.update(order.id, decideRefund(id, result));
    } catch (error) {
      if (!(error instanceof ProviderUnavailable)) throw error;
    }
  }
  return latest;
}

function paymentOf({ id: orderId, payments }: Order, paymentId: string): Payment {
  const payment = payments.find(({ id }) => id === paymentId);
  if (!payment) throw new Error(`order ${orderId} does not have the payment of its refund`);
  return payment;
}

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
    const next = { ...order, refunds };
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
