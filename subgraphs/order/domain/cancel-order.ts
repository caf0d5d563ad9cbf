import { refuse, type Viewer, validate } from '@shop/schema';
import { z } from 'zod';
import { move, type Order, type OrderEvent, orderMessage } from './order.ts';
import type { Change, OrderStore } from './ports.ts';

const cancelOrderInput = z.object({
  orderId: z.string(),
  reason: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(200, 'must have at most 200 characters'),
});
export type CancelOrderInput = z.input<typeof cancelOrderInput>;

/** The order called off, and its event; inventory frees the stock when it hears it. */
export function cancelled(order: Order, reason: string): Change<Order, OrderEvent> {
  const next = { ...move(order, 'CANCELLED'), cancelReason: reason };
  const data = { ...orderMessage(next), reason };
  return { next, events: [{ type: 'order.cancelled.v1', subject: order.id, data }] };
}

/**
 * Cancels an order of the caller. A second cancel changes nothing.
 * Refuses NOT_FOUND for orders of others, ILLEGAL_TRANSITION, PAYMENT_IN_PROGRESS.
 */
export function cancelOrder(
  orders: OrderStore,
  customer: Viewer,
  input: CancelOrderInput,
): Promise<Order> {
  const { orderId, reason } = validate(cancelOrderInput, input);
  return orders.update(orderId, (order) => {
    if (order.customerId !== customer.id) refuse('NOT_FOUND', 'You have no such order.');
    if (order.status === 'CANCELLED') return { next: order, events: [] };
    if (order.payments.some(({ status }) => status === 'PENDING')) {
      refuse('PAYMENT_IN_PROGRESS', 'A payment is under way; try again when it has ended.');
    }
    return cancelled(order, reason);
  });
}
