import {
  amountDetails,
  assertVersion,
  emptyAsAbsent,
  expectedVersionField,
  formatMoney,
  idempotencyKeyField,
  newId,
  optionalText,
  refuse,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { amountDueOf } from './account.ts';
import { withCapturesOfParcel } from './capture.ts';
import { assertNoPendingEdit } from './edits/edit.ts';
import { linesToShip, unitsToShip, withFulfilment } from './fulfilment.ts';
import { lineUnitsField, type RequestedUnits, requestedLine } from './line-units.ts';
import { type LineUnits, move, type Order } from './order.ts';
import { changeOf } from './order-change.ts';
import { newOrderKey } from './order-key.ts';
import type { PaymentPorts } from './ports.ts';
import { refundableOf } from './refund-sources.ts';
import { sendCaptures } from './send-captures.ts';

const shipOrderInput = z.object({
  orderId: z.string(),
  lines: lineUnitsField.nullish(),
  carrier: optionalText(80),
  trackingNumber: optionalText(80),
  trackingUrl: emptyAsAbsent(
    z
      .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' })
      .max(500, 'must have at most 500 characters'),
  ),
  expectedVersion: expectedVersionField,
  idempotencyKey: idempotencyKeyField,
});
export type ShipOrderInput = z.input<typeof shipOrderInput>;

/**
 * Ships units of a PAID or PARTIALLY_SHIPPED order in one parcel: those of `lines` or, without, all that are left.
 * Their price is captured where it was authorised only.
 * Inventory turns their reservation into an outbound movement when it handles the event.
 * Refuses NOT_FOUND, INVALID_VALUE, ILLEGAL_TRANSITION (also when everything was refunded), LIMIT_REACHED,
 * VERSION_CONFLICT.
 */
export async function shipOrder(
  { orders, payments }: PaymentPorts,
  staff: Viewer,
  input: ShipOrderInput,
  now = new Date(),
): Promise<Order> {
  const request = validate(shipOrderInput, input);
  const key = newOrderKey('shipOrder', { viewer: staff }, request);
  const order = await orders.update(
    request.orderId,
    (order) => {
      assertVersion(order, request.expectedVersion);
      assertCanShip(order);
      const { lines, carrier, trackingNumber, trackingUrl } = request;
      const id = newId();
      const { next, events } = withFulfilment(order, {
        ...{ id, lines: lines ? unitsOf(order, lines) : linesToShip(order) },
        ...{ carrier, trackingNumber, trackingUrl },
        ...{ shippedAt: now, deliveredAt: null },
      });
      return changeOf(order, withCapturesOfParcel(next, id, now), events);
    },
    key,
  );
  return sendCaptures({ orders, payments }, order);
}

function assertCanShip(order: Order): void {
  move(order, 'SHIPPED');
  const due = amountDueOf(order);
  if (due.minor > 0n) {
    const message = `The customer has to pay ${formatMoney(due)} before it is shipped.`;
    refuse('ILLEGAL_TRANSITION', message, ['orderId'], amountDetails(due));
  }
  assertNoPendingEdit(order);
  if (order.total.minor > 0n && refundableOf(order).minor <= 0n) {
    refuse('ILLEGAL_TRANSITION', 'An order that was refunded in full cannot be shipped.');
  }
}

const unitsOf = (order: Order, lines: readonly RequestedUnits[]): LineUnits[] =>
  lines.map((requested, index) => {
    const leftOf = (line: LineUnits) => unitsToShip(order, line);
    const { variantId } = requestedLine(order, requested, index, leftOf);
    return { variantId, quantity: requested.quantity };
  });
