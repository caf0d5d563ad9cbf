import type { EventData } from '@shop/schema';
import type { StockChange, StockStore } from './ports.ts';
import type { Reservation } from './reservation.ts';
import { changes } from './reserve-stock.ts';
import type { Stock } from './stock.ts';

type Order = EventData<'order.cancelled.v1'>;

/**
 * Frees the units of a cancelled order. When the cancellation overtakes the order itself, the
 * reservation is noted as released, so that the order finds it and reserves nothing.
 */
export const releaseStock = (stock: StockStore, order: Order, now = new Date()): Promise<void> => {
  const variantIds = order.lines.map(({ variantId }) => variantId);
  return stock.changeFor(order.orderId, variantIds, (stocks, before) => {
    if (before?.status === 'ACTIVE') return release(stocks, before, order.number);
    if (before) return { movements: [], events: [] };
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
      ...changes(stocks, lines, { reserved: -1 }),
    ],
  };
}
