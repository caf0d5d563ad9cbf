import { refuse } from '@shop/domain';
import { type Order, type OrderEvent, orderEventData } from '../order.ts';
import { changeOf, type OrderChange } from '../order-change.ts';
import { type Return, type ReturnStatus, receivedUnits, returnTransitions } from './return.ts';
import { returnedSoFar } from './returned-units.ts';

/** Returns the event of a return that is new, or has another status. */
export const returnUpdated = (order: Order, { id, lines, ...one }: Return): OrderEvent => ({
  type: 'order.return_updated.v1',
  subject: order.id,
  data: {
    ...{ ...orderEventData(order), returnId: id, status: one.status },
    requestedBy: one.requestedBy,
    returnLines: lines.map(({ variantId, quantity, reasonCode }) => ({
      ...{ variantId, quantity, reasonCode },
    })),
    ...(one.instructions !== null && { instructions: one.instructions }),
    ...(one.refusalReason !== null && { refusalReason: one.refusalReason }),
    ...(one.status === 'RECEIVED' && {
      receivedLines: lines
        .filter((line) => receivedUnits(line) > 0)
        .map(({ variantId, restocked, writtenOff }) => ({ variantId, restocked, writtenOff })),
    }),
    returnedSoFar: returnedSoFar(order),
  },
});

/** Returns a return of the order. Refuses NOT_FOUND. */
export const returnOf = ({ returns }: Order, returnId: string): Return =>
  returns.find(({ id }) => id === returnId) ??
  refuse('NOT_FOUND', 'The order has no such return.', ['returnId']);

/** Returns the return in another status. Refuses ILLEGAL_TRANSITION. */
export function moveReturn(one: Return, to: ReturnStatus, now: Date): Return {
  if (returnTransitions[one.status].includes(to)) return { ...one, status: to, updatedAt: now };
  return refuse(
    'ILLEGAL_TRANSITION',
    `A return that is ${one.status.toLowerCase()} cannot become ${to.toLowerCase()}.`,
  );
}

/** Returns the order with the next state of one of its returns. */
export const withReturn = (order: Order, next: Return): Order => ({
  ...order,
  returns: order.returns.map((one) => (one.id === next.id ? next : one)),
});

/**
 * Decides that a return gets another status, and what staff have written to its customer.
 * Refuses NOT_FOUND, ILLEGAL_TRANSITION.
 */
export function decideReturn(
  order: Order,
  returnId: string,
  to: ReturnStatus,
  now: Date,
  words: Partial<Pick<Return, 'instructions' | 'refusalReason'>> = {},
): OrderChange {
  const decided = { ...moveReturn(returnOf(order, returnId), to, now), ...words };
  const next = withReturn(order, decided);
  return changeOf(order, next, [returnUpdated(next, decided)]);
}
