import { newId } from '@shop/domain';
import type { z } from 'zod';
import { type Envelope, envelope, type Origin } from './envelope.ts';
import { inventoryEvents } from './inventory.ts';
import { orderEvents } from './order.ts';
import { productEvents } from './product.ts';
import { userEvents } from './user.ts';

/**
 * The events that each service publishes. A shipped version is frozen: to change one, add its next version
 * beside it (docs/adding.md, "An event").
 */
export const eventsBySource = {
  user: userEvents,
  product: productEvents,
  order: orderEvents,
  inventory: inventoryEvents,
} as const;

const registry = { ...userEvents, ...productEvents, ...orderEvents, ...inventoryEvents };

type Registry = typeof registry;
export type EventType = keyof Registry;
export type EventSource = keyof typeof eventsBySource;
export type EventData<T extends EventType> = z.infer<Registry[T]>;
export type ShopEvent<T extends EventType = EventType> = {
  [K in T]: Omit<Envelope, 'type'> & { readonly type: K; readonly data: EventData<K> };
}[T];

/** Something that happened, as a domain reports it. `newEvent` adds the envelope when it is saved. */
export type Fact<T extends EventType = EventType> = {
  [K in T]: { readonly type: K; readonly subject: string; readonly data: EventData<K> };
}[T];

/** The facts that a service may report: one for each event type that it publishes. */
export type EventsOf<S extends EventSource> = Fact<keyof (typeof eventsBySource)[S] & EventType>;

/** Whether a service publishes events, and so has an outbox. */
export const publishesEvents = (service: string): boolean => Object.hasOwn(eventsBySource, service);

export const eventTypes = Object.keys(registry) as EventType[];
/**
 * Returns the simple name of an event type, which messages carry as a header: `ORDER_CREATED` of `order.created.v1`.
 * It has no version; the type has.
 */
export const eventNameOf = (type: string): string =>
  type
    .replace(/\.v\d+$/, '')
    .replaceAll('.', '_')
    .toUpperCase();
/** Returns the schema of an event's data. */
export const schemaOf = (type: EventType): z.ZodType => registry[type];
const isEventType = (type: string): type is EventType => Object.hasOwn(registry, type);

/** The input is not an event of the shop, or its data break their schema. A retry cannot help. */
export class InvalidEventError extends Error {
  readonly code = 'INVALID_EVENT';
}

/** Returns a fact in its envelope. Throws `InvalidEventError` when the data break the schema. */
export function newEvent(source: string, fact: Fact, origin: Origin, now = new Date()): ShopEvent {
  return readEvent({
    specversion: '1.0',
    id: newId(),
    type: fact.type,
    source: `/${source}`,
    subject: fact.subject,
    time: now.toISOString(),
    datacontenttype: 'application/json',
    dataschema: `urn:shop:event:${fact.type}`,
    correlationid: origin.correlationId,
    causationid: origin.causationId,
    traceparent: origin.traceparent,
    actorid: origin.actorId,
    data: fact.data,
  });
}

/** Parses an event from outside and drops unknown fields. Throws `InvalidEventError`. */
export function readEvent(input: unknown): ShopEvent {
  const head = envelope.safeParse(input);
  if (!head.success) throw new InvalidEventError(`not an event envelope: ${head.error.message}`);
  const { type } = head.data;
  if (!isEventType(type)) throw new InvalidEventError(`unknown event type ${type}`);
  const data = registry[type].safeParse((input as { data?: unknown }).data);
  if (!data.success) throw new InvalidEventError(`${type}: ${data.error.message}`);
  return { ...head.data, type, data: data.data } as ShopEvent;
}
