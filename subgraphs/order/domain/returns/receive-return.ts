import { assertVersion, constraint, refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { quantityField } from '../cart/cart.ts';
import { uniqueLinesField } from '../line-units.ts';
import { lineIdOf, type Order } from '../order.ts';
import { changeOf, type OrderChange } from '../order-change.ts';
import { newOrderKey } from '../order-key.ts';
import type { PaymentPorts } from '../ports.ts';
import { causeOfRefund } from '../reason-codes.ts';
import { withRefundOfUnits } from '../refund-parts.ts';
import { sendRefunds } from '../send-refunds.ts';
import { type Return, type ReturnLine, receivedUnits } from './return.ts';
import { moveReturn, returnOf, returnUpdated, withReturn } from './return-change.ts';
import { returnFields } from './return-input.ts';
import { hasAllReturned } from './returned-units.ts';

const receivedLine = z
  .object({
    lineId: z.string(),
    restocked: quantityField(0).nullish(),
    writtenOff: quantityField(0).nullish(),
  })
  .transform(({ lineId, restocked, writtenOff }) => ({
    ...{ lineId, restocked: restocked ?? 0, writtenOff: writtenOff ?? 0 },
  }));

const receiveReturnInput = z.object({
  ...returnFields,
  lines: uniqueLinesField(receivedLine).nullish(),
});
type ReceivedLine = z.output<typeof receivedLine>;
export type ReceiveReturnInput = z.input<typeof receiveReturnInput>;

/**
 * Receives the goods of an approved return: those of `lines` or, without, all of them, to be sold again. What was paid
 * for the received units is refunded as far as it is not refunded yet, and shipping with the last unit of the order.
 * Inventory adds the restocked units when it handles the event. Units that did not arrive may be requested again.
 * Refuses INVALID_VALUE, NOT_FOUND, ILLEGAL_TRANSITION, VERSION_CONFLICT.
 */
export async function receiveReturn(
  ports: PaymentPorts,
  staff: Viewer,
  input: ReceiveReturnInput,
  now = new Date(),
): Promise<Order> {
  const request = validate(receiveReturnInput, input);
  const order = await ports.orders.update(
    request.orderId,
    (before) => {
      assertVersion(before, request.expectedVersion);
      const moved = moveReturn(returnOf(before, request.returnId), 'RECEIVED', now);
      const lines = request.lines
        ? received(before, moved, request.lines)
        : moved.lines.map((line) => ({ ...line, restocked: line.quantity }));
      return decideReceipt(before, { ...moved, lines }, staff, now);
    },
    newOrderKey('receiveReturn', { viewer: staff }, request),
  );
  return sendRefunds(ports, order);
}

/** Decides that the goods of a return were received, and refunds them. */
function decideReceipt(before: Order, one: Return, staff: Viewer, now: Date): OrderChange {
  const returned = withReturn(before, one);
  const parts = {
    lines: one.lines.map((line) => ({
      variantId: line.variantId,
      quantity: receivedUnits(line),
    })),
    shipping: hasAllReturned(returned),
  };
  const cause = {
    ...causeOfRefund({ reasonCode: 'RETURNED' }),
    ...({ actorId: staff.id, requestedBy: 'STAFF' } as const),
  };
  const refunded = withRefundOfUnits(returned, parts, cause, now);
  const refundIds = refunded.refunds.slice(before.refunds.length).map(({ id }) => id);
  const next = withReturn(refunded, { ...one, refundIds });
  return changeOf(before, next, [returnUpdated(next, one)]);
}

/** Returns the lines of a return with what was received of them. */
function received(order: Order, one: Return, lines: readonly ReceivedLine[]): ReturnLine[] {
  for (const [index, line] of lines.entries()) assertReceivable(order, one, line, index);
  return one.lines.map((line) => {
    const units = lines.find(({ lineId }) => lineId === lineIdOf(order, line.variantId));
    return { ...line, restocked: units?.restocked ?? 0, writtenOff: units?.writtenOff ?? 0 };
  });
}

/** Refuses NOT_FOUND for a line that the return does not have, INVALID_VALUE for no units of it or too many. */
function assertReceivable(
  order: Order,
  one: Return,
  { lineId, restocked, writtenOff }: ReceivedLine,
  index: number,
): void {
  const field = ['lines', String(index)];
  const { quantity } =
    one.lines.find(({ variantId }) => lineIdOf(order, variantId) === lineId) ??
    refuse('NOT_FOUND', 'The return has no such line.', [...field, 'lineId']);
  const units = restocked + writtenOff;
  const refuseUnits = (message: string, rule: 'TOO_SMALL' | 'TOO_LARGE', limit: number) =>
    refuse('INVALID_VALUE', message, [...field, 'restocked'], constraint(rule, limit));
  if (units === 0) refuseUnits('or `writtenOff` must be at least 1', 'TOO_SMALL', 1);
  if (units > quantity) {
    refuseUnits(`At most ${quantity} units of the line are returned.`, 'TOO_LARGE', quantity);
  }
}
