import { type MovedLine, moved, moveLines } from './move-lines.ts';
import type { Movement, StockChange } from './ports.ts';
import type { Reservation, ReservedLine } from './reservation.ts';
import type { Stock } from './stock.ts';

/** Returns the units by which a count of lines grows. */
const grownUnits = (
  before: readonly ReservedLine[],
  next: readonly ReservedLine[],
  count: 'shipped' | 'released' | 'restocked',
): Required<MovedLine>[] =>
  next.flatMap((line, index) => {
    const unitsBefore = before[index]?.[count] ?? 0;
    const quantity = line[count] - unitsBefore;
    return quantity > 0 ? [{ variantId: line.variantId, quantity, unitsBefore }] : [];
  });

/** Returns the stock after these movements. */
function stocksAfter(
  stocks: ReadonlyMap<string, Stock>,
  movements: readonly Movement[],
): ReadonlyMap<string, Stock> {
  const next = new Map(stocks);
  for (const movement of movements) {
    const stock = next.get(movement.variantId);
    if (stock) next.set(movement.variantId, moved(stock, movement));
  }
  return next;
}

/**
 * Returns the change that ships, releases and restocks the units by which the lines of a reservation differ from
 * `before`.
 */
export function settleUnits(
  stocks: ReadonlyMap<string, Stock>,
  before: Reservation,
  next: Pick<Reservation, 'lines' | 'status'>,
  orderNumber: string,
): StockChange {
  const { orderId } = before;
  const shipped = moveLines(
    stocks,
    { orderId, lines: grownUnits(before.lines, next.lines, 'shipped') },
    { kind: 'SHIP', reason: `order ${orderNumber} shipped`, onHand: -1, reserved: -1 },
  );
  const lines = grownUnits(before.lines, next.lines, 'released');
  const released = moveLines(
    stocksAfter(stocks, shipped.movements),
    { orderId, lines },
    { kind: 'RELEASE', reason: `order ${orderNumber} cancelled`, reserved: -1 },
  );
  const restocked = moveLines(
    stocksAfter(stocks, [...shipped.movements, ...released.movements]),
    { orderId, lines: grownUnits(before.lines, next.lines, 'restocked') },
    { kind: 'RETURN', reason: `order ${orderNumber} returned`, onHand: 1 },
  );
  const units = lines.map(({ variantId, quantity }) => ({ variantId, quantity }));
  const data = { orderId, lines: units };
  const release = { type: 'stock.released.v1', subject: orderId, data } as const;
  return {
    movements: [...shipped.movements, ...released.movements, ...restocked.movements],
    reservation: { ...before, ...next },
    events: [
      ...shipped.events,
      ...(lines.length > 0 ? [release] : []),
      ...released.events,
      ...restocked.events,
    ],
  };
}
