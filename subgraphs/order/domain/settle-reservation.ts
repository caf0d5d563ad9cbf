import { canMove, move, type Order, orderMessage, type ShortLine } from './order.ts';
import type { OrderStore } from './ports.ts';

/**
 * Stock is set aside: the order is confirmed and has so much time, in milliseconds, to be paid. One
 * that was cancelled meanwhile stays as it is.
 */
export const confirmOrder = (
  orders: OrderStore,
  orderId: string,
  paymentWindowMs: number,
  now = new Date(),
): Promise<Order> =>
  orders.update(orderId, (order) => {
    if (!canMove(order, 'CONFIRMED')) return { next: order, events: [] };
    const expiresAt = new Date(now.getTime() + paymentWindowMs);
    const next = { ...move(order, 'CONFIRMED'), expiresAt };
    return {
      next,
      events: [{ type: 'order.confirmed.v1', subject: order.id, data: orderMessage(next) }],
    };
  });

/** Stock was short: the order is rejected. One that was cancelled meanwhile stays as it is. */
export const rejectOrder = (
  orders: OrderStore,
  orderId: string,
  shortLines: readonly ShortLine[],
): Promise<Order> =>
  orders.update(orderId, (order) => {
    if (!canMove(order, 'REJECTED')) return { next: order, events: [] };
    const next = { ...move(order, 'REJECTED'), shortLines };
    const data = { ...orderMessage(next), shortLines: [...shortLines] };
    return { next, events: [{ type: 'order.rejected.v1', subject: order.id, data }] };
  });
