import { type EventSource, eventsBySource, type QueueName } from '@shop/schema';
import type { BusAddress, Database, Service } from '@shop/service';
import { createRetention, type RetentionPolicy } from '@shop/service/postgres';
import { repeat } from '@shop/service/repeat';
import { withTracer } from '@shop/service/telemetry';
import type { EventBus, Message } from './bus.ts';
import { type ConsumeOptions, consume, declareAll, type Handlers } from './consumer.ts';
import { createBus } from './create-bus.ts';
import { type Figure, type FigureHelp, watchFigures } from './event-gauges.ts';
import { createEventMeter } from './event-meter.ts';
import { holdWhileUnavailable } from './hold-while-unavailable.ts';
import type { HandleOnce, Inbox } from './inbox.ts';
import { createRelay } from './relay.ts';
import type { TracedBus } from './trace-events.ts';

/** Work that runs now, and again `everyMs` after each run has ended. */
export type PeriodicJob = {
  readonly name: string;
  readonly everyMs: number;
  readonly run: (signal: AbortSignal) => Promise<unknown>;
};

/** Gauges by name, with the meaning of each, that are read together. */
export type Figures = {
  readonly help: Readonly<Record<string, FigureHelp>>;
  readonly read: () => Promise<Readonly<Record<string, Figure>>>;
};

/** For each queue the handlers of its events; `once` is the inbox of that queue. */
export type Subscriptions<S> = {
  readonly [Q in QueueName]?: (once: HandleOnce<S>) => Handlers<Q>;
};

export type Worker<S> = {
  readonly bus: BusAddress;
  readonly database: Database;
  /** Whose events are in the outbox of the database; `false` without an outbox. */
  readonly publishes: EventSource | false;
  /** Receives each event that the bus has confirmed, for metrics of the domain. Must not throw. */
  readonly onPublished?: (message: Message) => void;
  readonly inbox?: (queue: QueueName) => Inbox<S>;
  readonly subscribes?: Subscriptions<S>;
  readonly retention: readonly RetentionPolicy[];
  readonly periodic?: readonly PeriodicJob[];
  readonly figures?: readonly Figures[];
};

const retentionMs = 60 * 60_000;

type Host = Pick<Service, 'log' | 'metrics' | 'onStop' | 'readyWhen' | 'tracer'>;

/**
 * Connects a service to the event bus: publishes its outbox, subscribes to its queues, and runs retention and
 * periodic jobs until the service stops. Waits for a bus that is unavailable. What starts last stops first.
 */
export async function serveWorker<S>(service: Host, worker: Worker<S>): Promise<void> {
  const { log, metrics, tracer } = service;
  const trace: TracedBus = { tracer, system: worker.bus.driver };
  const meter = createEventMeter(metrics);
  const bus = await createBus(worker.bus, log);
  service.onStop('bus', () => bus.close());
  service.readyWhen('bus', () => bus.ping());
  await declareWhenAvailable(bus, service);

  if (worker.publishes) {
    const publisher = reportPublished(bus, worker.onPublished);
    const types = Object.keys(eventsBySource[worker.publishes]);
    const options = { databaseUrl: worker.database.url, types };
    const relay = createRelay({ ...options, bus: publisher, log, meter, trace });
    await relay.start();
    service.onStop('relay', () => relay.stop());
  }
  await subscribeAll(bus, worker, { log, meter, trace });

  const deleteExpired = createRetention(worker.database.pool, worker.retention);
  const retention = { name: 'retention', everyMs: retentionMs, run: deleteExpired };
  for (const { name, everyMs, run } of [retention, ...(worker.periodic ?? [])]) {
    const job = repeat(name, everyMs, (signal) => withTracer(tracer, () => run(signal)), log);
    service.onStop(name, () => job.stop());
  }
  for (const { help, read } of worker.figures ?? []) watchFigures(metrics, help, read);
}

/** Declares the queues as soon as the bus is available: a worker may start before it. */
async function declareWhenAvailable(
  bus: EventBus,
  { log, onStop }: Pick<Host, 'log' | 'onStop'>,
): Promise<void> {
  const stopping = new AbortController();
  onStop('declaring', async () => stopping.abort());
  const declare = () => declareAll(bus);
  await holdWhileUnavailable(declare, stopping.signal, log, {}, 'the bus is unavailable, waiting');
}

/** Returns the bus with a report of each event that it has confirmed. */
const reportPublished = (bus: EventBus, report?: (message: Message) => void) =>
  report
    ? {
        async publish(message: Message) {
          await bus.publish(message);
          report(message);
        },
      }
    : bus;

async function subscribeAll<S>(
  bus: EventBus,
  { inbox, subscribes = {} }: Pick<Worker<S>, 'inbox' | 'subscribes'>,
  options: Pick<ConsumeOptions<QueueName>, 'log' | 'meter' | 'trace'>,
): Promise<void> {
  const noInbox: HandleOnce<S> = () => Promise.reject(new Error('this worker has no inbox'));
  const subscribe = async <Q extends QueueName>(queue: Q) => {
    const handlersOf = subscribes[queue];
    if (!handlersOf) return;
    const { once = noInbox, together } = inbox?.(queue) ?? {};
    await consume(bus, queue, handlersOf(once), {
      ...options,
      together: together && ((events, work) => together(events, (own) => work(handlersOf(own)))),
    });
  };
  for (const queue of Object.keys(subscribes) as QueueName[]) await subscribe(queue);
}
