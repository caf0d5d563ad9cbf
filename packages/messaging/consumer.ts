import {
  declaredQueues,
  type QueueEventType,
  type QueueName,
  readEvent,
  type ShopEvent,
} from '@shop/schema';
import { withLogContext } from '@shop/service/log-context';
import { activeSpan } from '@shop/service/telemetry';
import type { Delivery, EventBus, SubscribeOptions, Subscription } from './bus.ts';
import { PermanentError } from './errors.ts';
import type { EventMeter } from './event-meter.ts';
import type { Log } from './log.ts';
import { type TracedBus, traceHandled } from './trace-events.ts';

/** One handler for each event type that the queue receives, and for no other. */
export type Handlers<Q extends QueueName> = {
  readonly [T in QueueEventType<Q>]: (event: ShopEvent<T>) => Promise<unknown>;
};

/** Runs `work` with handlers of events whose effects are saved together or not at all. */
export type Together<Q extends QueueName> = (
  events: readonly ShopEvent[],
  work: (handlers: Handlers<Q>) => Promise<void>,
) => Promise<void>;

export type ConsumeOptions<Q extends QueueName> = Pick<SubscribeOptions, 'concurrency'> & {
  readonly log: Log;
  readonly meter?: EventMeter;
  readonly together?: Together<Q> | undefined;
  readonly trace?: TracedBus;
};

const untraced: TracedBus = { tracer: undefined, system: '' };

type Handle = (event: ShopEvent) => Promise<unknown>;

/** Declares every queue of the shop, so that no event is published before its queues exist. */
export const declareAll = (bus: EventBus): Promise<void> => bus.declare(declaredQueues);

/** Passes the events of a queue to their handlers. An invalid event is dead-lettered. */
export function consume<Q extends QueueName>(
  bus: EventBus,
  queue: Q,
  handlers: Handlers<Q>,
  { log, meter, together, concurrency, trace = untraced }: ConsumeOptions<Q>,
): Promise<Subscription> {
  meter?.watchQueue(bus, queue);
  const handlerOf = (from: Handlers<Q>, { type }: ShopEvent): Handle => {
    const byType = from as unknown as Readonly<Record<string, Handle | undefined>>;
    const handle = Object.hasOwn(byType, type) ? byType[type] : undefined;
    if (!handle) throw new PermanentError(`${queue} has no handler for ${type}`);
    return handle;
  };

  /** Runs work whose log lines have the id of the request that caused the event, and of the trace, if there is one. */
  const traced = (event: ShopEvent, attempt: number, work: () => Promise<unknown>) =>
    traceHandled(trace, queue, event, attempt, () => {
      const traceId = activeSpan()?.traceId;
      const ids = { correlationId: event.correlationid, ...(traceId && { traceId }) };
      return withLogContext(ids, work);
    });

  async function receive({ body, attempt }: Delivery): Promise<void> {
    const event = readEvent(parseJson(body));
    const { id, type, subject, correlationid: correlationId } = event;
    const about = { queue, id, type, subject, correlationId, attempt };
    const handle = handlerOf(handlers, event);
    await traced(event, attempt, async () => {
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

  async function receiveBatch(deliveries: readonly Delivery[], runTogether: Together<Q>) {
    const events = deliveries.map(({ body }) => readEvent(parseJson(body)));
    await runTogether(events, async (own) => {
      for (const event of events) {
        await traced(event, 1, () => handlerOf(own, event)(event));
      }
    });
    log.debug({ queue, ids: events.map(({ id }) => id) }, 'events handled');
  }

  const measured = (count: number, work: () => Promise<void>) =>
    meter ? meter.handle(queue, work, count) : work();
  const batch =
    together &&
    ((deliveries: readonly Delivery[]) =>
      measured(deliveries.length, () => receiveBatch(deliveries, together)));
  const alone = (delivery: Delivery) => {
    if (delivery.attempt > 1) meter?.countRetry(queue);
    return measured(1, () => receive(delivery));
  };
  return bus.subscribe(queue, alone, { ...(concurrency && { concurrency }), batch });
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new PermanentError('the body is not JSON', { cause: error });
  }
}
