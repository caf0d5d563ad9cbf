import type { EventData } from '@shop/schema';
import { moveLines, noChange } from './move-lines.ts';
import type { StockChanges } from './ports.ts';
import type { Reservation } from './reservation.ts';

type Order = EventData<'order.shipped.v1'>;

/** A shipped order has no active reservation, so no units can be taken out of stock. */
export class ReservationNotActiveError extends Error {
  readonly code = 'RESERVATION_NOT_ACTIVE';
  constructor(orderId: string, status: Reservation['status'] | undefined) {
    super(`order ${orderId} was shipped, its reservation is ${status ?? 'unknown'}`);
    this.name = 'ReservationNotActiveError';
  }
}

/**
 * Takes the reserved units of an order out of stock, once. Only confirmed orders are shipped, so the reservation is
 * ACTIVE; anything else needs an operator: throws ReservationNotActiveError.
 */
export const shipStock = (stock: StockChanges, order: Order): Promise<void> => {
  const variantIds = order.lines.map(({ variantId }) => variantId);
  return stock.changeFor(order.orderId, variantIds, (stocks, before) => {
    if (before?.status === 'FULFILLED') return noChange;
    if (before?.status !== 'ACTIVE') {
      throw new ReservationNotActiveError(order.orderId, before?.status);
    }
    const reason = `order ${order.number} shipped`;
    return {
      ...moveLines(stocks, before, { kind: 'SHIP', reason, onHand: -1, reserved: -1 }),
      reservation: { ...before, status: 'FULFILLED' },
    };
  });
};
