import {
  assertVersion,
  emptyAsAbsent,
  expectedVersionField,
  idempotencyKeyField,
  refuse,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { isDelivered, withDelivered } from './fulfilment.ts';
import { type Fulfilment, move, type Order } from './order.ts';
import { changeOf } from './order-change.ts';
import { newOrderKey } from './order-key.ts';
import type { OrderStore } from './ports.ts';

const markDeliveredInput = z.object({
  orderId: z.string(),
  fulfilmentId: emptyAsAbsent(z.string()),
  expectedVersion: expectedVersionField,
  idempotencyKey: idempotencyKeyField,
});
export type MarkDeliveredInput = z.input<typeof markDeliveredInput>;

/**
 * Marks a parcel as delivered or, without `fulfilmentId`, every parcel that is on its way. The order is DELIVERED when
 * nothing is left to ship and every parcel has arrived.
 * Refuses NOT_FOUND, ILLEGAL_TRANSITION, VERSION_CONFLICT.
 */
export function markDelivered(
  orders: OrderStore,
  staff: Viewer,
  input: MarkDeliveredInput,
  now = new Date(),
): Promise<Order> {
  const request = validate(markDeliveredInput, input);
  const key = newOrderKey('markDelivered', { viewer: staff }, request);
  return orders.update(
    request.orderId,
    (order) => {
      assertVersion(order, request.expectedVersion);
      const { next, events } = withDelivered(order, parcelsOf(order, request.fulfilmentId), now);
      return changeOf(order, next, events);
    },
    key,
  );
}

function parcelsOf(order: Order, fulfilmentId: string | null): Fulfilment[] {
  const parcels = fulfilmentId
    ? order.fulfilments.filter(({ id }) => id === fulfilmentId)
    : order.fulfilments;
  if (fulfilmentId && parcels.length === 0) {
    refuse('NOT_FOUND', 'The order has no such parcel.', ['fulfilmentId']);
  }
  const onTheirWay = parcels.filter((parcel) => !isDelivered(parcel));
  if (onTheirWay.length > 0) return onTheirWay;
  if (order.fulfilments.length === 0) move(order, 'DELIVERED');
  return refuse(
    'ILLEGAL_TRANSITION',
    fulfilmentId ? 'The parcel was delivered already.' : 'Every parcel was delivered already.',
  );
}
