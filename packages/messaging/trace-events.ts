import { type Fact, newEvent, type Origin, type ShopEvent } from '@shop/schema';
import { continued, inSpan, startSpan, type Tracer, withTracer } from '@shop/service/telemetry';
import type { Message } from './bus.ts';
import type { MessagePublisher } from './publish-batch.ts';

/** What spans say about an event; never its data. */
const cloudEvent = ({ id, type, source, subject }: ShopEvent) => ({
  'cloudevents.event_id': id,
  'cloudevents.event_type': type,
  'cloudevents.event_source': source,
  'cloudevents.event_subject': subject,
});

/**
 * Creates an event whose trace context is that of its own span, so that all that follows from the event is below it.
 * In a process that does not trace, the event has the trace context of its origin.
 */
export function createEvent(source: string, fact: Fact, origin: Origin): ShopEvent {
  const name = `create ${fact.type}`;
  const attributes = { 'messaging.operation.name': 'create', 'messaging.operation.type': 'create' };
  const span = startSpan({ name, kind: 'producer', attributes });
  if (!span) return newEvent(source, fact, origin);
  try {
    const event = newEvent(source, fact, { ...origin, traceparent: span.traceparent });
    span.set(cloudEvent(event));
    return event;
  } finally {
    span.end();
  }
}

/** What names a bus and its messages in spans. */
export type TracedBus = { readonly tracer: Tracer | undefined; readonly system: string };

/** Returns the trace context and the time of a message, which the relay does not read otherwise. */
const envelopeOf = ({ body }: Message) =>
  JSON.parse(body) as { readonly traceparent?: string; readonly time: string };

/** Returns the bus with a span for each published message, in the trace of its event. */
export function tracePublished(
  bus: MessagePublisher,
  { tracer, system }: TracedBus,
): MessagePublisher {
  if (!tracer) return bus;
  return {
    publish(message) {
      const { traceparent, time } = envelopeOf(message);
      const attributes = {
        'messaging.system': system,
        'messaging.operation.name': 'send',
        'messaging.operation.type': 'send',
        'messaging.destination.name': message.type,
        'messaging.message.id': message.id,
      };
      const span = { ...continued(traceparent, new Date(time)), attributes };
      return withTracer(tracer, () =>
        inSpan({ name: `send ${message.type}`, kind: 'client', ...span }, () =>
          bus.publish(message),
        ),
      );
    },
  };
}

/**
 * Handles an event in a span: of the trace of the event, or, when a retry or a redrive is long after it, of a new one
 * with a link.
 */
export function traceHandled<T>(
  { tracer, system }: TracedBus,
  queue: string,
  event: ShopEvent,
  attempt: number,
  handle: () => Promise<T>,
): Promise<T> {
  if (!tracer) return handle();
  const attributes = {
    'messaging.system': system,
    'messaging.operation.name': 'process',
    'messaging.operation.type': 'process',
    'messaging.destination.name': queue,
    'messaging.message.id': event.id,
    'messaging.message.conversation_id': event.correlationid,
    'shop.attempt': attempt,
    ...cloudEvent(event),
  };
  const span = { ...continued(event.traceparent, new Date(event.time)), attributes };
  return withTracer(tracer, () =>
    inSpan({ name: `process ${queue}`, kind: 'consumer', ...span }, handle),
  );
}
