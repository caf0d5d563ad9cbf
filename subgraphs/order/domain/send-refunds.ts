import { moneyToMessage } from '@shop/domain';
import { type Order, type OrderChange, orderMessage } from './order.ts';
import { refundedOf } from './payment.ts';
import {
  type OrderStore,
  type PaymentProvider,
  ProviderUnavailable,
  type RefundResult,
} from './ports.ts';

/**
 * Asks the provider for every refund of the order that is pending, and notes its answers. One that
 * the provider does not answer stays pending: asked again later, it is made once all the same.
 */
export async function sendRefunds(
  { orders, payments }: { orders: OrderStore; payments: PaymentProvider },
  order: Order,
): Promise<Order> {
  let latest = order;
  for (const { id, paymentId, amount, status } of order.refunds) {
    if (status !== 'PENDING') continue;
    try {
      const result = await payments.refund({ key: id, chargeKey: paymentId, amount });
      latest = await orders.update(order.id, settledRefund(id, result));
    } catch (error) {
      if (!(error instanceof ProviderUnavailable)) throw error;
    }
  }
  return latest;
}

/** Notes the provider's answer. A refund that was settled before stays as it is. */
export const settledRefund =
  (refundId: string, result: RefundResult) =>
  (order: Order): OrderChange => {
    const refund = order.refunds.find(({ id }) => id === refundId);
    if (refund?.status !== 'PENDING') return { next: order, events: [] };
    const failureCode = result.status === 'FAILED' ? result.code : null;
    const refunds = order.refunds.map((one) =>
      one === refund ? { ...one, status: result.status, failureCode } : one,
    );
    const next = { ...order, refunds };
    if (failureCode !== null) return { next, events: [] };
    const data = {
      ...orderMessage(next),
      refundId,
      amount: moneyToMessage(refund.amount),
      refunded: moneyToMessage(refundedOf(next)),
      reason: refund.reason,
    };
    return { next, events: [{ type: 'order.refunded.v1', subject: order.id, data }] };
  };
