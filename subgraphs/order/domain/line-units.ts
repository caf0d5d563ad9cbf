import { breaks, constraint, refuse } from '@shop/domain';
import { z } from 'zod';
import { linesField, quantityField } from './cart/cart.ts';
import { lineIdOf, type Order, type OrderLine } from './order.ts';

/** The field `lines` of an input that names units of lines of an order, each line once. */
export const uniqueLinesField = <Line extends z.ZodType<{ readonly lineId: string }>>(line: Line) =>
  linesField(line).refine((all) => new Set(all.map(({ lineId }) => lineId)).size === all.length, {
    error: 'must name each line once',
    ...breaks('DUPLICATE'),
  });

/** The field `lines` of units without more data. */
export const lineUnitsField = uniqueLinesField(
  z.object({ lineId: z.string(), quantity: quantityField() }),
);

/** Units of a line, as an input names them. */
export type RequestedUnits = { readonly lineId: string; readonly quantity: number };

/**
 * Returns the line whose units the n-th of `lines` requests. Refuses NOT_FOUND when the order has no such line, and
 * INVALID_VALUE for more units than are left of it.
 */
export function requestedLine(
  order: Order,
  { lineId, quantity }: RequestedUnits,
  index: number,
  leftOf: (line: OrderLine) => number,
): OrderLine {
  const field = ['lines', String(index)];
  const line = order.lines.find(({ variantId }) => lineIdOf(order, variantId) === lineId);
  if (!line) return refuse('NOT_FOUND', 'The order has no such line.', [...field, 'lineId']);
  const left = leftOf(line);
  if (quantity > left) {
    refuse(
      'INVALID_VALUE',
      `At most ${left} units of the line are left.`,
      [...field, 'quantity'],
      constraint('TOO_LARGE', left),
    );
  }
  return line;
}
