import type { EventData } from '@shop/schema';
import { moveLines, noChange } from './move-lines.ts';
import type { StockChange, StockChanges } from './ports.ts';
import { type Reservation, reservedLine } from './reservation.ts';
import { available, type Stock } from './stock.ts';

type Order = EventData<'order.created.v1'>;

/** Reserves all lines of an order or none. Changes nothing for an order that was decided or cancelled before. */
export const reserveStock = (stock: StockChanges, order: Order, now = new Date()): Promise<void> =>
  stock.changeFor(order.orderId, variantIds(order), (stocks, before) =>
    before ? noChange : decide(stocks, order, now),
  );

const variantIds = ({ lines }: Order) => lines.map(({ variantId }) => variantId);

function decide(stocks: ReadonlyMap<string, Stock>, order: Order, now: Date): StockChange {
  const { orderId, customerId } = order;
  const lines = order.lines.map(({ variantId, quantity }) => ({ variantId, quantity }));
  const shortLines = lines.flatMap(({ variantId, quantity }) => {
    const stock = stocks.get(variantId);
    const units = stock ? available(stock) : 0;
    return units < quantity ? [{ variantId, requested: quantity, available: units }] : [];
  });
  const reservation = (status: Reservation['status']): Reservation => ({
    orderId,
    customerId,
    status,
    lines: lines.map(reservedLine),
    editNumber: 0,
    createdAt: now,
  });
  if (shortLines.length > 0) {
    const data = { orderId, shortLines };
    return {
      movements: [],
      reservation: reservation('REJECTED'),
      events: [{ type: 'stock.rejected.v1', subject: orderId, data }],
    };
  }
  const reason = `order ${order.number}`;
  const { movements, events } = moveLines(
    stocks,
    { orderId, lines },
    { kind: 'RESERVE', reason, reserved: 1 },
  );
  return {
    movements,
    reservation: reservation('ACTIVE'),
    events: [{ type: 'stock.reserved.v1', subject: orderId, data: { orderId, lines } }, ...events],
  };
}
