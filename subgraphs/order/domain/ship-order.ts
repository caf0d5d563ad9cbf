import {
  assertVersion,
  emptyAsAbsent,
  expectedVersionField,
  idempotencyKeyField,
  optionalText,
  refuse,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { move, type Order, orderEventData } from './order.ts';
import { changeOf } from './order-change.ts';
import { newOrderKey } from './order-key.ts';
import { refundableOf } from './payment.ts';
import type { OrderStore } from './ports.ts';

const shipOrderInput = z.object({
  orderId: z.string(),
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
 * Ships a PAID order. Inventory turns its reservation into an outbound movement when it handles the event.
 * Refuses NOT_FOUND, INVALID_VALUE, ILLEGAL_TRANSITION (also when everything was refunded), VERSION_CONFLICT.
 */
export function shipOrder(
  orders: OrderStore,
  staff: Viewer,
  input: ShipOrderInput,
  now = new Date(),
): Promise<Order> {
  const request = validate(shipOrderInput, input);
  const key = newOrderKey('shipOrder', { viewer: staff }, request);
  return orders.update(
    request.orderId,
    (order) => {
      assertVersion(order, request.expectedVersion);
      const shipped = move(order, 'SHIPPED');
      if (order.total.minor > 0n && refundableOf(order).minor <= 0n) {
        refuse('ILLEGAL_TRANSITION', 'An order that was refunded in full cannot be shipped.');
      }
      const { carrier, trackingNumber, trackingUrl } = request;
      const tracking = { carrier, trackingNumber, trackingUrl };
      const next = { ...shipped, shipment: { ...tracking, shippedAt: now } };
      const data = { ...orderEventData(next), ...tracking };
      return changeOf(order, next, [{ type: 'order.shipped.v1', subject: order.id, data }]);
    },
    key,
  );
}
