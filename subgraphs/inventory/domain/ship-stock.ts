import type { EventData } from '@shop/schema';
import type { StockChange, StockStore } from './ports.ts';
import type { Reservation } from './reservation.ts';
import { changes } from './reserve-stock.ts';
import type { Stock } from './stock.ts';

type Order = EventData<'order.shipped.v1'>;

/** An order is said to have left without units that were set aside for it: nothing can be booked. */
export class NothingSetAside extends Error {
  readonly code = 'NOTHING_SET_ASIDE';
  constructor(orderId: string, status: Reservation['status'] | undefined) {
    super(`order ${orderId} was shipped, its reservation is ${status ?? 'unknown'}`);
    this.name = 'NothingSetAside';
  }
}

/**
 * Takes the units set aside for an order out of stock, once. Only a confirmed order is shipped, so its
 * reservation is ACTIVE; anything else is a fault that somebody has to look at: NothingSetAside.
 */
export const shipStock = (stock: StockStore, order: Order): Promise<void> => {
  const variantIds = order.lines.map(({ variantId }) => variantId);
  return stock.changeFor(order.orderId, variantIds, (stocks, before) => {
    if (before?.status === 'FULFILLED') return { movements: [], events: [] };
    if (before?.status === 'ACTIVE') return ship(stocks, before, order.number);
    throw new NothingSetAside(order.orderId, before?.status);
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
    events: changes(stocks, lines, { onHand: -1, reserved: -1 }),
  };
}
