import type { EventData } from '@shop/schema';
import { noChange } from './move-lines.ts';
import type { StockChange, StockChanges } from './ports.ts';
import { heldUnits, type Quantity, type Reservation } from './reservation.ts';
import { settleUnits } from './settle-units.ts';
import type { Stock } from './stock.ts';

/** What is needed of a cancelled order. */
type Order = Pick<EventData<'order.cancelled.v1'>, 'orderId' | 'number' | 'customerId'> & {
  readonly lines: readonly Pick<Quantity, 'variantId'>[];
};

/**
 * Releases the units of a cancelled order. When the cancellation arrives before the order, the reservation is saved
 * as released, so that the order reserves nothing.
 */
export const releaseStock = (
  stock: StockChanges,
  order: Order,
  now = new Date(),
): Promise<void> => {
  const variantIds = order.lines.map(({ variantId }) => variantId);
  return stock.changeFor(order.orderId, variantIds, (stocks, before) => {
    if (before?.status === 'ACTIVE') return release(stocks, before, order.number);
    if (before) return noChange;
    const { orderId, customerId } = order;
    const reservation = {
      orderId,
      customerId,
      status: 'RELEASED',
      lines: [],
      editNumber: 0,
      createdAt: now,
    } as const;
    return { movements: [], reservation, events: [] };
  });
};

function release(
  stocks: ReadonlyMap<string, Stock>,
  reservation: Reservation,
  orderNumber: string,
): StockChange {
  const lines = reservation.lines.map((line) => ({
    ...line,
    released: line.released + heldUnits(line),
  }));
  return settleUnits(stocks, reservation, { lines, status: 'RELEASED' }, orderNumber);
}
