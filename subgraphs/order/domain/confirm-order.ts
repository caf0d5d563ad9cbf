import { canMove, move, type Order, orderEventData } from './order.ts';
import { changeOf, unchanged } from './order-change.ts';
import type { OrderStore } from './ports.ts';

/** Milliseconds for which the stock of an unpaid order stays reserved. */
export type PaymentWindows = {
  readonly user: number;
  readonly guest: number;
  /** Of an order that staff have placed, whose customer first reads the e-mail with its link. */
  readonly staff: number;
};

/** Returns until when an unpaid order can be paid. */
export const paymentDeadline = (order: Order, windows: PaymentWindows, now: Date): Date =>
  new Date(now.getTime() + windowOf(order, windows));

function windowOf({ guest, placedBy }: Order, windows: PaymentWindows): number {
  if (placedBy !== null) return windows.staff;
  return guest ? windows.guest : windows.user;
}

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
    const expiresAt = paymentDeadline(order, windows, now);
    const next = { ...move(order, 'CONFIRMED'), expiresAt };
    const data = { ...orderEventData(next), expiresAt: expiresAt.toISOString() };
    return changeOf(order, next, [{ type: 'order.confirmed.v1', subject: order.id, data }]);
  });
