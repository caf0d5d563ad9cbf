import { assertVersion, expectedVersionField, idempotencyKeyField, validate } from '@shop/domain';
import { hasScope, type Viewer } from '@shop/schema';
import { z } from 'zod';
import { withCapturesSoFar } from './capture.ts';
import { withEditRejected } from './edits/edit.ts';
import { linesToShip, unitsSoFar, withoutUnits } from './fulfilment.ts';
import { assertCanChange } from './guest.ts';
import { move, type Order, orderEventData, orderTokenField } from './order.ts';
import { changeOf, type OrderChange, unchanged } from './order-change.ts';
import { newOrderKey } from './order-key.ts';
import { bySystem, type Request } from './payment.ts';
import type { PaymentPorts } from './ports.ts';
import {
  type CancellationReasonCode,
  type Cause,
  cancellationReason,
  causeOfCancellation,
  hasReason,
} from './reason-codes.ts';
import { withRefundOfUnits } from './refund-parts.ts';
import { lostSourcesOf, refundSourcesOf, withRefund } from './refund-sources.ts';
import { sendCaptures } from './send-captures.ts';
import { sendRefunds } from './send-refunds.ts';

const cancelOrderInput = z
  .object({
    orderId: z.string(),
    orderToken: orderTokenField,
    ...cancellationReason,
    expectedVersion: expectedVersionField,
    idempotencyKey: idempotencyKeyField,
  })
  .refine(...hasReason);
export type CancelOrderInput = z.input<typeof cancelOrderInput>;

/**
 * Cancels an order that has not been shipped, for its customer, a guest with its token, or staff with
 * `orders:write`, and refunds what was paid. A second cancel returns the order unchanged. Of an order that is
 * PARTIALLY_SHIPPED, staff cancel the units that are left, and their price is refunded.
 * Refuses INVALID_VALUE, NOT_FOUND for orders of others, ILLEGAL_TRANSITION, VERSION_CONFLICT.
 */
export async function cancelOrder(
  ports: PaymentPorts,
  viewer: Viewer | undefined,
  input: CancelOrderInput,
  now = new Date(),
): Promise<Order> {
  const request = validate(cancelOrderInput, input);
  const requester = { viewer, orderToken: request.orderToken };
  const key = newOrderKey('cancelOrder', requester, request);
  const by: Request = {
    actorId: viewer?.id ?? null,
    requestedBy: hasScope(viewer, 'orders:write') ? 'STAFF' : 'CUSTOMER',
  };
  const decide = (order: Order) => {
    assertCanChange(order, requester);
    if (order.status === 'CANCELLED') return unchanged(order);
    assertVersion(order, request.expectedVersion);
    const cause = causeOfCancellation(request);
    return order.status === 'PARTIALLY_SHIPPED' && by.requestedBy === 'STAFF'
      ? decideCancellationOfRest(order, cause, now, by)
      : decideCancellation(order, cause, now, by);
  };
  const order = await ports.orders.update(request.orderId, decide, key);
  return sendRefunds(ports, await sendCaptures(ports, order));
}

/**
 * Decides to cancel an order and to refund everything that was paid. Inventory releases the stock when it
 * handles the event. Money that is captured later is refunded when it arrives.
 */
export const decideCancellation = (
  order: Order,
  cause: Cause<CancellationReasonCode>,
  now: Date,
  by: Request = bySystem,
): OrderChange => {
  const { next, event } = cancellation(order, cause, now, by);
  return changeOf(order, next, [event]);
};

/**
 * Decides to cancel the units that are neither shipped nor cancelled, and to refund what was paid for them. Inventory
 * releases their stock when it handles the event.
 */
function decideCancellationOfRest(
  order: Order,
  { reason, reasonCode }: Cause<CancellationReasonCode>,
  now: Date,
  by: Request,
): OrderChange {
  const units = linesToShip(order);
  const { next, events } = withoutUnits(order, units);
  const data = {
    ...{ ...orderEventData(next), cancelledLines: units, unitsSoFar: unitsSoFar(next) },
    ...{ reason, cancelledBy: by.requestedBy, ...(reasonCode && { reasonCode }) },
  };
  const cancelled = { type: 'order.units_cancelled.v1', subject: order.id, data } as const;
  const cause = { reason, reasonCode: 'ORDER_CANCELLED', ...by } as const;
  const unkept = { lines: units, shipping: false };
  const refunded = withRefundOfUnits(next, unkept, cause, now);
  // Nothing is left to ship: what is authorised beyond the refund pays for what was shipped.
  return changeOf(order, withCapturesSoFar(refunded, now), [cancelled, ...events]);
}

/** Returns the cancelled order with its event, for a decision that has other events too. */
export function cancellation(
  order: Order,
  { reason, reasonCode }: Cause<CancellationReasonCode>,
  now: Date,
  by: Request = bySystem,
) {
  const cancelled = {
    ...{ ...withEditRejected(move(order, 'CANCELLED'), now), expiresAt: null },
    ...{ cancelReason: reason, cancelReasonCode: reasonCode },
  };
  const data = {
    ...{ ...orderEventData(cancelled), reason, cancelledBy: by.requestedBy },
    ...(reasonCode && { reasonCode }),
  };
  const event = { type: 'order.cancelled.v1', subject: order.id, data } as const;
  const cause = { reason, reasonCode: 'ORDER_CANCELLED', ...by } as const;
  const sources = [...lostSourcesOf(cancelled), ...refundSourcesOf(cancelled)];
  return { next: withRefund(cancelled, cause, now, undefined, sources), event };
}
