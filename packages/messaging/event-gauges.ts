import { Gauge, type Registry } from 'prom-client';
import type { Depth, EventBus } from './bus.ts';
import { within } from './deadline.ts';

/** A scrape does not wait for a bus or database that is unavailable: its figures are NaN then. */
const scrapeTimeoutMs = 2_000;

/** Shares one reading among the calls that come while it is in progress: two gauges, one query. */
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

/** Registers gauges, by name with their help, that are read together: one reading for each scrape. */
export function watchFigures<Name extends string>(
  registry: Registry,
  help: Readonly<Record<Name, string>>,
  read: () => Promise<Readonly<Record<Name, number>>>,
): void {
  const readOnce = shared<Readonly<Record<Name, number>> | undefined>(read, undefined);
  for (const name in help) {
    new Gauge({
      name,
      help: help[name],
      registers: [registry],
      async collect() {
        this.set((await readOnce())?.[name] ?? Number.NaN);
      },
    });
  }
}

type Lag = { readonly rows: number; readonly seconds: number };

/** Registers gauges of the events that a service has saved and not published yet. */
export function watchOutbox(registry: Registry, lag: () => Promise<Lag>): void {
  const help = {
    outbox_unpublished: 'Events saved and not published yet.',
    outbox_lag_seconds: 'Age of the oldest event that is not published yet; 0 when there is none.',
  };
  watchFigures(registry, help, async () => {
    const { rows, seconds } = await lag();
    return { outbox_unpublished: rows, outbox_lag_seconds: seconds };
  });
}

type Watched = Pick<EventBus, 'depth'>;

/** Registers gauges of the queues that a process consumes. The returned function adds a queue. */
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
    'Messages of a queue that are waiting, delayed for a retry, or being handled.',
    ({ pending }) => pending,
  );
  gauge('dead_letters', 'Messages of a queue that could not be handled.', ({ dead }) => dead);
  return (bus, queue) => {
    const read = shared(() => bus.depth(queue), { pending: Number.NaN, dead: Number.NaN });
    watched.set(queue, read);
  };
}
