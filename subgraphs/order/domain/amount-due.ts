import type { Money } from '@shop/domain';
import { amountDueOf } from './account.ts';
import { deadStatuses, move, type Order, type OrderEvent, orderEventData } from './order.ts';

/** Whether the order waits for money: it was never paid, or it costs more than before. */
export const canBePaid = (order: Order): boolean =>
  order.status === 'CONFIRMED' ||
  // The stock of a PENDING order is not reserved yet.
  (order.status !== 'PENDING' && amountToPay(order).minor > 0n);

/** Returns what the customer has to pay; nothing for an order that is not wanted any more. */
export const amountToPay = (order: Order): Money =>
  deadStatuses.includes(order.status)
    ? { minor: 0n, currency: order.total.currency }
    : amountDueOf(order);

/** Returns the order as PAID with its event, once nothing is due. Unchanged before, and when it was paid before. */
export function withPaidStatus(
  order: Order,
  paymentId: string,
): { readonly next: Order; readonly events: readonly OrderEvent[] } {
  if (order.status !== 'CONFIRMED' || amountDueOf(order).minor > 0n) {
    return { next: order, events: [] };
  }
  const next = { ...move(order, 'PAID'), expiresAt: null };
  const data = { ...orderEventData(next), paymentId };
  return { next, events: [{ type: 'order.paid.v1', subject: order.id, data }] };
}
