import { moneyToMessage, refuse } from '@shop/domain';
import type { Order } from './order.ts';
import { changeOf } from './order-change.ts';
import type { Dispute, OrderStore } from './ports.ts';

/**
 * Notes a dispute about a payment, or its end, on the timeline of the order. Staff answer it at the provider; the order
 * stays as it is. Refuses NOT_FOUND when no order has this payment.
 */
export async function noteDispute(
  orders: OrderStore,
  paymentId: string,
  { id: disputeId, status, amount, reason, respondBy }: Dispute,
): Promise<Order> {
  const found = await orders.byPayment(paymentId);
  if (!found) return refuse('NOT_FOUND', 'There is no such payment.');
  return orders.update(found.id, (order) => {
    const data = {
      ...{ orderId: order.id, number: order.number, customerId: order.customerId, paymentId },
      ...{ disputeId, status, amount: moneyToMessage(amount), reason },
      respondBy: respondBy?.toISOString() ?? null,
    };
    return changeOf(order, order, [{ type: 'payment.disputed.v1', subject: order.id, data }]);
  });
}
