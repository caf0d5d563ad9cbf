import type { EventData } from '@shop/schema';
import type { StockChange, StockStore } from './ports.ts';
import type { Reservation } from './reservation.ts';
import { available, type Stock, stockEvents } from './stock.ts';

type Order = EventData<'order.created.v1'>;

/** Reserves all lines of an order or none. Changes nothing for an order that was decided or cancelled before. */
export const reserveStock = (stock: StockStore, order: Order, now = new Date()): Promise<void> =>
  stock.changeFor(order.orderId, variantIds(order), (stocks, before) =>
    before ? noChange : decide(stocks, order, now),
  );

/** A decision that changes nothing. */
export const noChange: StockChange = { movements: [], events: [] };
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
    lines,
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
  return {
    movements: lines.map(({ variantId, quantity }) => ({
      variantId,
      kind: 'RESERVE',
      onHandDelta: 0,
      reservedDelta: quantity,
      reason: `order ${order.number}`,
      orderId,
    })),
    reservation: reservation('ACTIVE'),
    events: [
      { type: 'stock.reserved.v1', subject: orderId, data: { orderId, lines } },
      ...lineEvents(stocks, lines, { reserved: 1 }),
    ],
  };
}

/** Returns the events of each line when `delta` times its units are added to the stock. */
export const lineEvents = (
  stocks: ReadonlyMap<string, Stock>,
  lines: Reservation['lines'],
  delta: { readonly onHand?: -1; readonly reserved: 1 | -1 },
) =>
  lines.flatMap(({ variantId, quantity }) => {
    const before = stocks.get(variantId);
    if (!before) return [];
    const onHand = before.onHand + (delta.onHand ?? 0) * quantity;
    return stockEvents(before, {
      ...before,
      onHand,
      reserved: before.reserved + delta.reserved * quantity,
    });
  });
