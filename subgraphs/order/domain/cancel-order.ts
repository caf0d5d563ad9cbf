import {
  expectedVersionField,
  expectVersion,
  idempotencyKeyField,
  newIdempotencyKey,
  reasonField,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { keyOwner, mayChange } from './guest.ts';
import { move, type Order, type OrderChange, orderMessage, orderTokenField } from './order.ts';
import { owe } from './payment.ts';
import type { OrderStore, PaymentProvider } from './ports.ts';
import { sendRefunds } from './send-refunds.ts';

const cancelOrderInput = z.object({
  orderId: z.string(),
  orderToken: orderTokenField,
  reason: reasonField,
  expectedVersion: expectedVersionField,
  idempotencyKey: idempotencyKeyField,
});
export type CancelOrderInput = z.input<typeof cancelOrderInput>;

/**
 * The order called off, with all that was paid for it promised back, and its event; inventory frees
 * the stock when it hears it. Money that is still under way goes back when it arrives.
 */
export function cancelled(
  order: Order,
  reason: string,
  now: Date,
  actorId: string | null = null,
): OrderChange {
  const called = { ...move(order, 'CANCELLED'), cancelReason: reason, expiresAt: null };
  const data = { ...orderMessage(called), reason };
  return {
    next: owe(called, { reason, actorId }, now),
    events: [{ type: 'order.cancelled.v1', subject: order.id, data }],
  };
}

/**
 * Cancels an order that has not been shipped, for its customer, whoever has its token or those with
 * `orders:write`, and gives back what was paid. A second cancel changes nothing.
 * Refuses NOT_FOUND for orders of others, ILLEGAL_TRANSITION, VERSION_CONFLICT.
 */
export async function cancelOrder(
  { orders, payments }: { orders: OrderStore; payments: PaymentProvider },
  viewer: Viewer | undefined,
  input: CancelOrderInput,
  now = new Date(),
): Promise<Order> {
  const request = validate(cancelOrderInput, input);
  const asker = { viewer, orderToken: request.orderToken };
  const key = newIdempotencyKey('cancelOrder', keyOwner(asker), request);
  const decide = (order: Order) => {
    mayChange(order, asker);
    if (order.status === 'CANCELLED') return { next: order, events: [] };
    expectVersion(order, request.expectedVersion);
    return cancelled(order, request.reason, now, viewer?.id ?? null);
  };
  const order = await orders.update(request.orderId, decide, key);
  return sendRefunds({ orders, payments }, order);
}
