import type { EventData } from '@shop/schema';
import { moved, noChange } from './move-lines.ts';
import type { Movement, StockChange, StockChanges } from './ports.ts';
import { heldUnits, type Reservation, reservedLine } from './reservation.ts';
import { available, type Stock, stockEvents } from './stock.ts';

type Edit = Pick<
  EventData<'order.edit_requested.v1'>,
  'orderId' | 'number' | 'editId' | 'editNumber' | 'editedLines'
>;

/**
 * Moves the reservation of an order to the lines of an edit: all of them or none. Answers each edit once, and rejects it
 * when the reservation holds nothing any more. Nothing of such an order was shipped.
 */
export const moveReservation = (stock: StockChanges, edit: Edit): Promise<void> => {
  const variantIds = edit.editedLines.map(({ variantId }) => variantId);
  return stock.changeFor(edit.orderId, variantIds, (stocks, before) => {
    if (before && edit.editNumber <= before.editNumber) return noChange;
    if (before?.status !== 'ACTIVE') return rejected(before, edit, []);
    const shortLines = shortLinesOf(stocks, before, edit);
    return shortLines.length > 0
      ? rejected(before, edit, shortLines)
      : reserved(stocks, before, edit);
  });
};

/** Returns the units of a variant that the order has. */
const unitsOf = ({ lines }: Pick<Reservation, 'lines'>, variantId: string): number =>
  lines.reduce((sum, line) => (line.variantId === variantId ? sum + heldUnits(line) : sum), 0);

const shortLinesOf = (
  stocks: ReadonlyMap<string, Stock>,
  before: Reservation,
  { editedLines }: Edit,
) =>
  editedLines.flatMap(({ variantId, quantity }) => {
    const stock = stocks.get(variantId);
    const units = (stock ? available(stock) : 0) + unitsOf(before, variantId);
    return units < quantity ? [{ variantId, requested: quantity, available: units }] : [];
  });

function rejected(
  before: Reservation | undefined,
  { orderId, editId, editNumber }: Edit,
  shortLines: ReturnType<typeof shortLinesOf>,
): StockChange {
  const data = { orderId, editId, shortLines };
  return {
    movements: [],
    ...(before && { reservation: { ...before, editNumber } }),
    events: [{ type: 'stock.edit_rejected.v1', subject: orderId, data }],
  };
}

function reserved(
  stocks: ReadonlyMap<string, Stock>,
  before: Reservation,
  { orderId, number, editId, editNumber, editedLines }: Edit,
): StockChange {
  const lines = editedLines.map(reservedLine);
  const variantIds = new Set([...before.lines, ...lines].map(({ variantId }) => variantId));
  const movements = [...variantIds].flatMap((variantId): Movement[] => {
    const reservedDelta = unitsOf({ lines }, variantId) - unitsOf(before, variantId);
    if (reservedDelta === 0) return [];
    const reason = `order ${number} edited`;
    const movement = { variantId, kind: 'EDIT', onHandDelta: 0, reservedDelta, reason } as const;
    return [{ ...movement, orderId, unitsBefore: editNumber }];
  });
  const data = { orderId, editId, lines: [...editedLines] };
  return {
    movements,
    reservation: { ...before, lines, editNumber },
    events: [
      { type: 'stock.edit_reserved.v1', subject: orderId, data },
      ...movements.flatMap((movement) => {
        const stock = stocks.get(movement.variantId);
        return stock ? stockEvents(stock, moved(stock, movement)) : [];
      }),
    ],
  };
}
