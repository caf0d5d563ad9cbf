import type { EventData } from '@shop/schema';
import { noChange } from './move-lines.ts';
import type { StockChanges } from './ports.ts';
import { heldUnits, type Reservation, type ReservedLine } from './reservation.ts';
import { settleUnits } from './settle-units.ts';

/** The events that say which units of an order were shipped, and which are not shipped any more. */
export type ShippingEvent =
  | 'order.fulfilment_shipped.v1'
  | 'order.units_cancelled.v1'
  | 'order.shipped.v1';

type Order = Pick<EventData<'order.shipped.v1'>, 'orderId' | 'number' | 'unitsSoFar'> & {
  readonly lines: readonly { readonly variantId: string }[];
};

/** Units of an order are shipped that have no active reservation, so they cannot be taken out of stock. */
export class ReservationNotActiveError extends Error {
  readonly code = 'RESERVATION_NOT_ACTIVE';
  constructor(orderId: string, status: Reservation['status'] | undefined) {
    super(`order ${orderId} was shipped, its reservation is ${status ?? 'unknown'}`);
    this.name = 'ReservationNotActiveError';
  }
}

/**
 * Takes the units that were shipped so far out of stock, and releases those that were cancelled so far. What is settled
 * already stays as it is, so the events of an order may arrive in any sequence. Only orders with an ACTIVE reservation
 * are shipped; anything else needs an operator: throws ReservationNotActiveError.
 */
export const shipStock = (stock: StockChanges, order: Order): Promise<void> => {
  const variantIds = order.lines.map(({ variantId }) => variantId);
  return stock.changeFor(order.orderId, variantIds, (stocks, before) => {
    if (before?.status === 'FULFILLED') return noChange;
    if (before?.status !== 'ACTIVE') {
      throw new ReservationNotActiveError(order.orderId, before?.status);
    }
    const lines = before.lines.map((line) => settledLine(line, order.unitsSoFar));
    const isSettled = lines.every((line) => heldUnits(line) === 0);
    const status = isSettled ? 'FULFILLED' : 'ACTIVE';
    return settleUnits(stocks, before, { lines, status }, order.number);
  });
};

/** An event of before orders had parcels has no counts: everything was shipped. */
function settledLine(line: ReservedLine, unitsSoFar: Order['unitsSoFar']): ReservedLine {
  if (!unitsSoFar) return { ...line, shipped: line.shipped + heldUnits(line) };
  const units = unitsSoFar.find(({ variantId }) => variantId === line.variantId);
  return {
    ...line,
    shipped: Math.max(line.shipped, units?.shipped ?? 0),
    released: Math.max(line.released, units?.cancelled ?? 0),
  };
}
