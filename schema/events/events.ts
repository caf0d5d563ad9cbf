import { newId } from '@shop/domain';
import type { z } from 'zod';
import { type Envelope, envelope, type Origin } from './envelope.ts';
import { inventoryEvents } from './inventory.ts';
import { orderEvents } from './order.ts';
import { productEvents } from './product.ts';
import { userEvents } from './user.ts';

/** Who says what. A shipped version is frozen: a change is the next version beside it. */
export const eventsBySource = {
  user: userEvents,
  product: productEvents,
  order: orderEvents,
  inventory: inventoryEvents,
} as const;

const registry = { ...userEvents, ...productEvents, ...orderEvents, ...inventoryEvents };

type Registry = typeof registry;
export type EventType = keyof Registry;
export type EventData<T extends EventType> = z.infer<Registry[T]>;
export type ShopEvent<T extends EventType = EventType> = {
  [K in T]: Omit<Envelope, 'type'> & { readonly type: K; readonly data: EventData<K> };
}[T];

/** What a domain says happened; the envelope is added when it is saved. */
export type Fact<T extends EventType = EventType> = {
  [K in T]: { readonly type: K; readonly subject: string; readonly data: EventData<K> };
}[T];

export const eventTypes = Object.keys(registry) as EventType[];
/** The schema of an event's data. */
export const schemaOf = (type: EventType): z.ZodType => registry[type];
const isEventType = (type: string): type is EventType => Object.hasOwn(registry, type);

/** The message is not one of ours, or breaks its schema. Retrying cannot help. */
export class InvalidEventError extends Error {
  readonly code = 'INVALID_EVENT';
}

/** Wraps a fact in its envelope. Throws `InvalidEventError` when the data break the schema. */
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

/** Reads an event from outside. Throws `InvalidEventError`; unknown extra fields are dropped. */
export function readEvent(input: unknown): ShopEvent {
  const head = envelope.safeParse(input);
  if (!head.success) throw new InvalidEventError(`not an event envelope: ${head.error.message}`);
  const { type } = head.data;
  if (!isEventType(type)) throw new InvalidEventError(`unknown event type ${type}`);
  const data = registry[type].safeParse((input as { data?: unknown }).data);
  if (!data.success) throw new InvalidEventError(`${type}: ${data.error.message}`);
  return { ...head.data, type, data: data.data } as ShopEvent;
}
