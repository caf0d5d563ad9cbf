import { Gauge, type Registry } from 'prom-client';
import type { Depth, EventBus } from './bus.ts';
import { within } from './retry.ts';

/** A scrape does not wait for a bus or database that is away: its figures are NaN then. */
const scrapeTimeoutMs = 2_000;

/** One reading for all who ask while it is under way: two gauges, one query. */
function shared<T>(read: () => Promise<T>, unknown: T): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= within(scrapeTimeoutMs, read())
      .catch(() => unknown)
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
}

type Lag = { readonly rows: number; readonly seconds: number };

/** Gauges of what a service has saved and not published yet. */
export function watchOutbox(registry: Registry, lag: () => Promise<Lag>): void {
  const read = shared(lag, { rows: Number.NaN, seconds: Number.NaN });
  const gauge = (name: string, help: string, choose: (lag: Lag) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(choose(await read()));
      },
    });
  gauge('outbox_unpublished', 'Events saved and not published yet.', ({ rows }) => rows);
  gauge(
    'outbox_lag_seconds',
    'Age of the oldest event that is not published yet; 0 when there is none.',
    ({ seconds }) => seconds,
  );
}

type Watched = Pick<EventBus, 'depth'>;

/** Gauges of the queues that a process consumes; the function adds one. */
export function createQueueWatch(registry: Registry): (bus: Watched, queue: string) => void {
  const watched = new Map<string, () => Promise<Depth>>();
  const gauge = (name: string, help: string, choose: (depth: Depth) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['queue'],
      registers: [registry],
      async collect() {
        const set = async ([queue, read]: [string, () => Promise<Depth>]) =>
          this.set({ queue }, choose(await read()));
        await Promise.all([...watched].map(set));
      },
    });
  gauge(
    'queue_depth',
    'Messages of a queue that wait, wait for a retry, or are being handled.',
    ({ pending }) => pending,
  );
  gauge('dead_letters', 'Messages of a queue that could not be handled.', ({ dead }) => dead);
  return (bus, queue) => {
    const read = shared(() => bus.depth(queue), { pending: Number.NaN, dead: Number.NaN });
    watched.set(queue, read);
  };
}
