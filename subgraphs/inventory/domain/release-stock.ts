import type { EventData } from '@shop/schema';
import type { StockChange, StockStore } from './ports.ts';
import type { Reservation } from './reservation.ts';
import { lineEvents, noChange } from './reserve-stock.ts';
import type { Stock } from './stock.ts';

type Order = EventData<'order.cancelled.v1'>;

/**
 * Releases the units of a cancelled order. When the cancellation arrives before the order, the reservation is saved
 * as released, so that the order reserves nothing.
 */
export const releaseStock = (stock: StockStore, order: Order, now = new Date()): Promise<void> => {
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
  return {
    movements: lines.map(({ variantId, quantity }) => ({
      variantId,
      kind: 'RELEASE',
      onHandDelta: 0,
      reservedDelta: -quantity,
      reason: `order ${orderNumber} cancelled`,
      orderId,
    })),
    reservation: { ...reservation, status: 'RELEASED' },
    events: [
      { type: 'stock.released.v1', subject: orderId, data: { orderId, lines: [...lines] } },
      ...lineEvents(stocks, lines, { reserved: -1 }),
    ],
  };
}
