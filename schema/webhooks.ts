import { type EventType, eventNameOf } from './events/events.ts';

/**
 * The events that webhooks can deliver, without those of accounts, which carry tokens for e-mails. Two versions of an event
 * would have one name: an endpoint receives the one that is listed here.
 */
export const webhookEvents = [
  'order.created.v1',
  'order.updated.v1',
  'order.confirmed.v1',
  'order.rejected.v1',
  'order.paid.v1',
  'order.edit_requested.v1',
  'order.edited.v1',
  'order.edit_rejected.v1',
  'order.fulfilment_shipped.v1',
  'order.fulfilment_delivered.v1',
  'order.units_cancelled.v1',
  'order.shipped.v1',
  'order.delivered.v1',
  'order.cancelled.v1',
  'order.return_updated.v1',
  'order.refunded.v1',
  'order.claimed.v1',
  'order.document_issued.v1',
  'payment.authorised.v1',
  'payment.captured.v1',
  'payment.failed.v1',
  'payment.disputed.v1',
  'product.created.v1',
  'product.updated.v1',
  'stock.changed.v1',
  'stock.low.v1',
  'stock.reserved.v1',
  'stock.rejected.v1',
  'stock.released.v1',
  'stock.edit_reserved.v1',
  'stock.edit_rejected.v1',
] as const satisfies readonly EventType[];

/** The event types of webhooks by their simple names, which the enum `WebhookEvent` lists. */
export const webhookEventTypes: Readonly<Record<string, (typeof webhookEvents)[number]>> =
  Object.fromEntries(webhookEvents.map((type) => [eventNameOf(type), type]));
