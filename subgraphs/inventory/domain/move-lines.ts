import type { Movement, StockChange } from './ports.ts';
import type { Quantity } from './reservation.ts';
import { type Stock, stockEvents } from './stock.ts';

/** How an order moves the units of its lines: they are added to the stock this many times. */
type Move = Pick<Movement, 'kind' | 'reason'> & {
  readonly onHand?: -1;
  readonly reserved: 1 | -1;
};

/** Units of a line; of one that is shipped in parcels, with the units that were shipped before. */
export type MovedLine = Quantity & { readonly unitsBefore?: number };

/** A decision that changes nothing. */
export const noChange: StockChange = { movements: [], events: [] };

/** Returns the movements of the lines of an order, and the events of their stock. */
export function moveLines(
  stocks: ReadonlyMap<string, Stock>,
  { orderId, lines }: { readonly orderId: string; readonly lines: readonly MovedLine[] },
  { kind, reason, onHand, reserved }: Move,
): Pick<StockChange, 'movements' | 'events'> {
  const movements = lines.map(({ variantId, quantity, unitsBefore = 0 }) => ({
    variantId,
    kind,
    onHandDelta: onHand ? onHand * quantity : 0,
    reservedDelta: reserved * quantity,
    reason,
    orderId,
    unitsBefore,
  }));
  const events = movements.flatMap(({ variantId, onHandDelta, reservedDelta }) => {
    const before = stocks.get(variantId);
    if (!before) return [];
    return stockEvents(before, {
      ...before,
      onHand: before.onHand + onHandDelta,
      reserved: before.reserved + reservedDelta,
    });
  });
  return { movements, events };
}
