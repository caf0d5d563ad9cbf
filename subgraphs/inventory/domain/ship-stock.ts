import type { EventData } from '@shop/schema';
import type { StockChange, StockStore } from './ports.ts';
import type { Reservation } from './reservation.ts';
import { lineEvents, noChange } from './reserve-stock.ts';
import type { Stock } from './stock.ts';

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
export const shipStock = (stock: StockStore, order: Order): Promise<void> => {
  const variantIds = order.lines.map(({ variantId }) => variantId);
  return stock.changeFor(order.orderId, variantIds, (stocks, before) => {
    if (before?.status === 'FULFILLED') return noChange;
    if (before?.status === 'ACTIVE') return ship(stocks, before, order.number);
    throw new ReservationNotActiveError(order.orderId, before?.status);
  });
};

function ship(
  stocks: ReadonlyMap<string, Stock>,
  reservation: Reservation,
  orderNumber: string,
): StockChange {
  const { orderId, lines } = reservation;
  return {
    movements: lines.map(({ variantId, quantity }) => ({
      variantId,
      kind: 'SHIP',
      onHandDelta: -quantity,
      reservedDelta: -quantity,
      reason: `order ${orderNumber} shipped`,
      orderId,
    })),
    reservation: { ...reservation, status: 'FULFILLED' },
    events: lineEvents(stocks, lines, { onHand: -1, reserved: -1 }),
  };
}
