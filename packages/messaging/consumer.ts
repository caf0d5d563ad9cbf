import {
  type QueueEventType,
  type QueueName,
  queues,
  readEvent,
  type ShopEvent,
} from '@shop/schema';
import { withLogContext } from '@shop/service/log-context';
import type { Delivery, EventBus, SubscribeOptions, Subscription } from './bus.ts';
import { PermanentError } from './errors.ts';
import type { EventMeter } from './event-meter.ts';
import type { Log } from './log.ts';

/** One handler for each event type that the queue receives, and for no other. */
export type Handlers<Q extends QueueName> = {
  readonly [T in QueueEventType<Q>]: (event: ShopEvent<T>) => Promise<unknown>;
};

export type ConsumeOptions = SubscribeOptions & { readonly log: Log; readonly meter?: EventMeter };

/** Declares every queue of the shop, so that no event is published before its queues exist. */
export const declareAll = (bus: EventBus): Promise<void> => bus.declare(queues);

/** Passes the events of a queue to their handlers. An invalid event is dead-lettered. */
export function consume<Q extends QueueName>(
  bus: EventBus,
  queue: Q,
  handlers: Handlers<Q>,
  { log, meter, ...options }: ConsumeOptions,
): Promise<Subscription> {
  meter?.watchQueue(bus, queue);
  const byType = handlers as unknown as Readonly<
    Record<string, ((event: ShopEvent) => Promise<unknown>) | undefined>
  >;
  async function receive({ body, attempt }: Delivery): Promise<void> {
    const event = readEvent(parseJson(body));
    const { id, type, subject, correlationid: correlationId } = event;
    const about = { queue, id, type, subject, correlationId, attempt };
    const handle = Object.hasOwn(byType, type) ? byType[type] : undefined;
    if (!handle) throw new PermanentError(`${queue} has no handler for ${type}`);
    // The id of the request that caused the event.
    await withLogContext({ correlationId }, async () => {
      log.debug(about, 'event received');
      try {
        await handle(event);
      } catch (error) {
        log.warn({ ...about, err: error }, 'event not handled');
        throw error;
      }
      log.debug(about, 'event handled');
    });
  }
  const metered = (delivery: Delivery) =>
    meter ? meter.handle(queue, () => receive(delivery)) : receive(delivery);
  return bus.subscribe(queue, metered, options);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new PermanentError('the body is not JSON', { cause: error });
  }
}
