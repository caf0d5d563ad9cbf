import { Counter, Histogram, type Registry } from 'prom-client';
import type { EventBus } from './bus.ts';
import { isPermanent, isUnavailable, UnroutableError } from './errors.ts';
import { createQueueWatch, watchOutbox } from './event-gauges.ts';
import type { MessagePublisher } from './publish-batch.ts';

/** How a handling ended: done; failed (retried or dead-lettered); refused (dead-lettered at once); held (not counted). */
const outcomes = ['done', 'failed', 'refused', 'held'] as const;
type Outcome = (typeof outcomes)[number];

/** The metrics of the events that one process publishes and handles. */
export type EventMeter = {
  /** Returns the bus with its published events counted, of these types from 0. */
  countPublished(bus: MessagePublisher, types?: readonly string[]): MessagePublisher;
  watchOutbox(lag: () => Promise<{ rows: number; seconds: number }>): void;
  watchQueue(bus: Pick<EventBus, 'depth'>, queue: string): void;
  /**
   * Runs the handler of `count` events (default 1), counts their outcome and measures its duration, of a batch the
   * share of each event. A batch that fails counts nothing: its events are handled one at a time.
   */
  handle(queue: string, work: () => Promise<void>, count?: number): Promise<void>;
  /** Counts an event that is handled again, after a failed attempt. */
  countRetry(queue: string): void;
};

/** A handler takes milliseconds, with a mail server seconds. */
const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const outcomeOf = (error: unknown): Outcome => {
  if (isPermanent(error)) return 'refused';
  return isUnavailable(error) ? 'held' : 'failed';
};

/** Registers the metrics of events in a registry; create one meter for each registry. */
export function createEventMeter(registry: Registry): EventMeter {
  const registers = [registry];
  const published = new Counter({
    name: 'events_published_total',
    help: 'Events that the bus has confirmed, by type.',
    labelNames: ['type'],
    registers,
  });
  const unroutable = new Counter({
    name: 'events_unroutable_total',
    help: 'Events refused because none of the queues declared for their type existed, by type.',
    labelNames: ['type'],
    registers,
  });
  const handled = new Counter({
    name: 'events_handled_total',
    help: 'Handlings of events, by queue and outcome: done, failed, refused, held.',
    labelNames: ['queue', 'outcome'],
    registers,
  });
  const retries = new Counter({
    name: 'event_retries_total',
    help: 'Events that are handled again after a failed attempt, by queue.',
    labelNames: ['queue'],
    registers,
  });
  const seconds = new Histogram({
    name: 'event_handle_seconds',
    help: 'Duration of handlers.',
    labelNames: ['queue'],
    buckets: secondsBuckets,
    registers,
  });

  const watchDepth = createQueueWatch(registry);

  return {
    countPublished(bus, types = []) {
      for (const type of types) {
        published.inc({ type }, 0);
        unroutable.inc({ type }, 0);
      }
      return {
        async publish(message) {
          await bus.publish(message).catch((error) => {
            if (error instanceof UnroutableError) unroutable.inc({ type: message.type });
            throw error;
          });
          published.inc({ type: message.type });
        },
      };
    },
    watchOutbox: (lag) => watchOutbox(registry, lag),
    watchQueue(bus, queue) {
      for (const outcome of outcomes) handled.inc({ queue, outcome }, 0);
      retries.inc({ queue }, 0);
      watchDepth(bus, queue);
    },
    countRetry: (queue) => retries.inc({ queue }),
    async handle(queue, work, count = 1) {
      const began = performance.now();
      const measure = (outcome: Outcome) => {
        const share = (performance.now() - began) / 1_000 / count;
        for (let n = 0; n < count; n++) seconds.observe({ queue }, share);
        handled.inc({ queue, outcome }, count);
      };
      try {
        await work();
      } catch (error) {
        if (count === 1) measure(outcomeOf(error));
        throw error;
      }
      measure('done');
    },
  };
}
