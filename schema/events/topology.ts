import { invalidatingEvents } from '../cache-invalidation.ts';
import { revokingEvents } from '../revocation.ts';
import { updatingEvents } from '../subscriptions.ts';
import { webhookEvents } from '../webhooks.ts';
import type { EventType } from './events.ts';

/**
 * The durable queues, one for each consumer and purpose, with the event types they receive. Every process
 * declares all of them, so that no event is published before its queues exist.
 */
export const queues = {
  'inventory.catalogue': ['product.created.v1', 'product.updated.v1'],
  'inventory.orders': [
    'order.created.v1',
    'order.edit_requested.v1',
    'order.cancelled.v1',
    'order.fulfilment_shipped.v1',
    'order.units_cancelled.v1',
    'order.shipped.v1',
    'order.return_updated.v1',
    'order.claimed.v1',
  ],
  'order.catalogue': ['product.created.v1', 'product.updated.v1'],
  'order.stock': [
    'stock.reserved.v1',
    'stock.rejected.v1',
    'stock.edit_reserved.v1',
    'stock.edit_rejected.v1',
  ],
  'order.documents': [
    'order.paid.v1',
    'payment.authorised.v1',
    'payment.captured.v1',
    'order.refunded.v1',
  ],
  'order.accounts': ['user.deleted.v1'],
  'product.stock': ['stock.changed.v1'],
  'order.availability': ['stock.changed.v1'],
  'notification.mail': [
    'user.registered.v1',
    'user.email_verification_requested.v1',
    'user.email_verified.v1',
    'user.password_reset_requested.v1',
    'user.email_change_requested.v1',
    'user.email_changed.v1',
    'user.password_changed.v1',
    'user.roles_changed.v1',
    'user.deleted.v1',
    'order.created.v1',
    'order.confirmed.v1',
    'order.rejected.v1',
    'order.paid.v1',
    'order.edited.v1',
    'order.payment_lost.v1',
    'order.fulfilment_shipped.v1',
    'order.fulfilment_delivered.v1',
    'order.units_cancelled.v1',
    'order.shipped.v1',
    'order.delivered.v1',
    'order.cancelled.v1',
    'order.return_updated.v1',
    'order.refunded.v1',
    'order.link_requested.v1',
    'payment.disputed.v1',
    'stock.low.v1',
  ],
  'webhook.events': webhookEvents,
} as const satisfies Record<string, readonly EventType[]>;

/**
 * Events of whole orders that `notification.mail` receives and sends nothing about, because those of parcels have sent the
 * e-mails; only one that was published before orders had parcels leads to an e-mail.
 */
export const mailedByParcels: readonly EventType[] = ['order.shipped.v1', 'order.delivered.v1'];

/**
 * Queues whose subscriber binds a type when it is wanted. Each event of a queue costs the bus a write, and most shops
 * have no webhooks.
 */
const boundOnDemand: readonly string[] = ['webhook.events'];

/** What every process declares: all queues, with the types that are always bound. */
export const declaredQueues: Readonly<Record<string, readonly EventType[]>> = Object.fromEntries(
  Object.entries(queues).map(([queue, types]) => [
    queue,
    boundOnDemand.includes(queue) ? [] : types,
  ]),
);

/** Services that subscribe to broadcasts: every process receives its own copy while it is connected. */
export const broadcastSubscribers: Readonly<Record<string, readonly EventType[]>> = {
  gateway: [...new Set([...revokingEvents, ...invalidatingEvents, ...updatingEvents])],
};

export type QueueName = keyof typeof queues;
/** The event types that a queue receives. */
export type QueueEventType<Q extends QueueName> = (typeof queues)[Q][number];
