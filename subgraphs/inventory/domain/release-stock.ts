import type { EventData } from '@shop/schema';
import { moveLines, noChange } from './move-lines.ts';
import type { StockChange, StockChanges } from './ports.ts';
import type { Quantity, Reservation } from './reservation.ts';
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
  const { orderId, lines } = reservation;
  const reason = `order ${orderNumber} cancelled`;
  const { movements, events } = moveLines(stocks, reservation, {
    kind: 'RELEASE',
    reason,
    reserved: -1,
  });
  const data = { orderId, lines: [...lines] };
  return {
    movements,
    reservation: { ...reservation, status: 'RELEASED' },
    events: [{ type: 'stock.released.v1', subject: orderId, data }, ...events],
  };
}
