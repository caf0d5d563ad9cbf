import type { Movement, StockChange } from './ports.ts';
import type { Quantity } from './reservation.ts';
import { type Stock, stockEvents } from './stock.ts';

/** How an order moves the units of its lines: they are added to the stock this many times. */
type Move = Pick<Movement, 'kind' | 'reason'> & {
  readonly onHand?: 1 | -1;
  readonly reserved?: 1 | -1;
};

/** Units of a line, with those that were moved in the same way before. */
export type MovedLine = Quantity & { readonly unitsBefore?: number };

/** A decision that changes nothing. */
export const noChange: StockChange = { movements: [], events: [] };

/** Returns the stock after a movement of its variant. */
export const moved = (
  stock: Stock,
  { onHandDelta, reservedDelta }: Pick<Movement, 'onHandDelta' | 'reservedDelta'>,
): Stock => ({
  ...stock,
  onHand: stock.onHand + onHandDelta,
  reserved: stock.reserved + reservedDelta,
});

/** Returns the movements of the lines of an order, and the events of their stock. */
export function moveLines(
  stocks: ReadonlyMap<string, Stock>,
  { orderId, lines }: { readonly orderId: string; readonly lines: readonly MovedLine[] },
  { kind, reason, onHand, reserved }: Move,
): Pick<StockChange, 'movements' | 'events'> {
  const movements = lines.map(({ variantId, quantity, unitsBefore = 0 }) => ({
    variantId,
    kind,
    onHandDelta: (onHand ?? 0) * quantity,
    reservedDelta: (reserved ?? 0) * quantity,
    reason,
    orderId,
    unitsBefore,
  }));
  const events = movements.flatMap((movement) => {
    const before = stocks.get(movement.variantId);
    return before ? stockEvents(before, moved(before, movement)) : [];
  });
  return { movements, events };
}
