import { canMove, move, type Order, orderEventData } from './order.ts';
import { changeOf, unchanged } from './order-change.ts';
import type { OrderStore } from './ports.ts';

/** Milliseconds for which the stock of an unpaid order stays reserved. */
export type PaymentWindows = { readonly user: number; readonly guest: number };

/**
 * Confirms an order whose stock is reserved. It is cancelled unless it is paid within its payment window. An order that
 * was cancelled before stays unchanged.
 */
export const confirmOrder = (
  orders: OrderStore,
  orderId: string,
  windows: PaymentWindows,
  now = new Date(),
): Promise<Order> =>
  orders.update(orderId, (order) => {
    if (!canMove(order, 'CONFIRMED')) return unchanged(order);
    const expiresAt = new Date(now.getTime() + (order.guest ? windows.guest : windows.user));
    const next = { ...move(order, 'CONFIRMED'), expiresAt };
    const data = orderEventData(next);
    return changeOf(order, next, [{ type: 'order.confirmed.v1', subject: order.id, data }]);
  });
