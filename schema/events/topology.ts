import { invalidatingEvents } from '../cache-invalidation.ts';
import { revokingEvents } from '../revocation.ts';
import type { EventType } from './events.ts';

/**
 * Who hears what: one durable queue per consumer and purpose. Every process declares all of them,
 * so no event is published before the queues it belongs in exist.
 */
export const queues = {
  'inventory.catalogue': ['product.created.v1', 'product.updated.v1'],
  'inventory.orders': ['order.created.v1', 'order.cancelled.v1', 'order.shipped.v1'],
  'order.catalogue': ['product.created.v1', 'product.updated.v1'],
  'order.stock': ['stock.reserved.v1', 'stock.rejected.v1'],
  'product.stock': ['stock.changed.v1'],
  'order.availability': ['stock.changed.v1'],
  'notification.mail': [
    'user.registered.v1',
    'user.email_verification_requested.v1',
    'user.password_reset_requested.v1',
    'order.created.v1',
    'order.confirmed.v1',
    'order.rejected.v1',
    'order.paid.v1',
    'order.shipped.v1',
    'order.delivered.v1',
    'order.cancelled.v1',
    'order.refunded.v1',
    'stock.low.v1',
  ],
} as const satisfies Record<string, readonly EventType[]>;

/** Who listens beside the queues: every process gets its own copy while it is connected. */
export const listeners: Readonly<Record<string, readonly EventType[]>> = {
  gateway: [...revokingEvents, ...invalidatingEvents],
};

export type QueueName = keyof typeof queues;
export type EventOf<Q extends QueueName> = (typeof queues)[Q][number];
