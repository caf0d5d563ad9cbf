import type { EventType } from './events.ts';

/**
 * Who hears what: one durable queue per consumer and purpose. Every process declares all of them,
 * so no event is published before the queues it belongs in exist.
 */
export const queues = {
  'inventory.catalogue': ['product.created.v1', 'product.updated.v1'],
  'inventory.orders': ['order.created.v1', 'order.cancelled.v1'],
  'order.catalogue': ['product.created.v1', 'product.updated.v1'],
  'order.stock': ['stock.reserved.v1', 'stock.rejected.v1'],
  'notification.mail': [
    'user.registered.v1',
    'order.confirmed.v1',
    'order.rejected.v1',
    'order.paid.v1',
    'order.cancelled.v1',
  ],
} as const satisfies Record<string, readonly EventType[]>;

export type QueueName = keyof typeof queues;
export type EventOf<Q extends QueueName> = (typeof queues)[Q][number];
