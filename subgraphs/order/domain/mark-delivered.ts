import { assertVersion, expectedVersionField, idempotencyKeyField, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { move, type Order, orderEventData } from './order.ts';
import { changeOf } from './order-change.ts';
import { newOrderKey } from './order-key.ts';
import type { OrderStore } from './ports.ts';

const markDeliveredInput = z.object({
  orderId: z.string(),
  expectedVersion: expectedVersionField,
  idempotencyKey: idempotencyKeyField,
});
export type MarkDeliveredInput = z.input<typeof markDeliveredInput>;

/** Marks a SHIPPED order as delivered. Refuses NOT_FOUND, ILLEGAL_TRANSITION, VERSION_CONFLICT. */
export function markDelivered(
  orders: OrderStore,
  staff: Viewer,
  input: MarkDeliveredInput,
): Promise<Order> {
  const request = validate(markDeliveredInput, input);
  const key = newOrderKey('markDelivered', { viewer: staff }, request);
  return orders.update(
    request.orderId,
    (order) => {
      assertVersion(order, request.expectedVersion);
      const next = move(order, 'DELIVERED');
      const data = orderEventData(next);
      return changeOf(order, next, [{ type: 'order.delivered.v1', subject: order.id, data }]);
    },
    key,
  );
}
