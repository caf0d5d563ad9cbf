import { cancelledUnits, shippedUnits } from '../fulfilment.ts';
import type { LineUnits, Order } from '../order.ts';
import { isOpenReturn, type Return, type ReturnLine, receivedUnits } from './return.ts';

const sumOfLines = (
  { returns }: Order,
  variantId: string,
  unitsOf: (line: ReturnLine, one: Return) => number,
): number =>
  returns.reduce(
    (sum, one) =>
      one.lines.reduce(
        (units, line) => (line.variantId === variantId ? units + unitsOf(line, one) : units),
        sum,
      ),
    0,
  );

/** Returns the units of a line that came back. */
export const returnedUnits = (order: Order, variantId: string): number =>
  sumOfLines(order, variantId, receivedUnits);

/** Returns the units of a line that were shipped, did not come back and are in no open return. */
export const unitsToReturn = (order: Order, { variantId }: Pick<LineUnits, 'variantId'>): number =>
  shippedUnits(order, variantId) -
  sumOfLines(order, variantId, (line, one) =>
    isOpenReturn(one) ? line.quantity : receivedUnits(line),
  );

/** The units that came back so far, as events carry them. */
export const returnedSoFar = (order: Order) =>
  order.lines.map(({ variantId }) => ({
    variantId,
    restocked: sumOfLines(order, variantId, ({ restocked }) => restocked),
    writtenOff: sumOfLines(order, variantId, ({ writtenOff }) => writtenOff),
  }));

/** Whether every unit of an order came back, except those that were cancelled. */
export const hasAllReturned = (order: Order): boolean =>
  order.lines.every(
    ({ variantId, quantity }) =>
      returnedUnits(order, variantId) + cancelledUnits(order, variantId) === quantity,
  );
