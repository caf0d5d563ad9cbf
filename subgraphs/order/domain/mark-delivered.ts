import {
  expectedVersionField,
  expectVersion,
  idempotencyKeyField,
  newIdempotencyKey,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { move, type Order, orderMessage } from './order.ts';
import type { OrderStore } from './ports.ts';

const markDeliveredInput = z.object({
  orderId: z.string(),
  expectedVersion: expectedVersionField,
  idempotencyKey: idempotencyKeyField,
});
export type MarkDeliveredInput = z.input<typeof markDeliveredInput>;

/** Notes that a SHIPPED order has arrived. Refuses NOT_FOUND, ILLEGAL_TRANSITION, VERSION_CONFLICT. */
export function markDelivered(
  orders: OrderStore,
  staff: Viewer,
  input: MarkDeliveredInput,
): Promise<Order> {
  const request = validate(markDeliveredInput, input);
  const key = newIdempotencyKey('markDelivered', staff.id, request);
  return orders.update(
    request.orderId,
    (order) => {
      expectVersion(order, request.expectedVersion);
      const next = move(order, 'DELIVERED');
      const event = {
        type: 'order.delivered.v1',
        subject: order.id,
        data: orderMessage(next),
      } as const;
      return { next, events: [event] };
    },
    key,
  );
}
