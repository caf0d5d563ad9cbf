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

/** A number, or one for each value of the label. */
export type Figure = number | Readonly<Record<string, number>>;
/** The meaning of a figure; of one with a label, its values too, which are NaN while they are unknown. */
export type FigureHelp =
  | string
  | { readonly help: string; readonly label: string; readonly values: readonly string[] };

/** Registers gauges, by name with their help, that are read together: one reading for each scrape. */
export function watchFigures<Name extends string>(
  registry: Registry,
  help: Readonly<Record<Name, FigureHelp>>,
  read: () => Promise<Readonly<Record<Name, Figure>>>,
): void {
  const readOnce = shared<Readonly<Record<Name, Figure>> | undefined>(read, undefined);
  const registers = [registry];
  const figureOf = async (name: Name): Promise<Figure | undefined> => (await readOnce())?.[name];
  for (const name in help) {
    const about: FigureHelp = help[name];
    if (typeof about === 'string') {
      new Gauge({
        ...{ name, help: about, registers },
        async collect() {
          this.set(Number((await figureOf(name)) ?? Number.NaN));
        },
      });
      continue;
    }
    const { label, values } = about;
    new Gauge({
      ...{ name, help: about.help, labelNames: [label], registers },
      async collect() {
        const figure = await figureOf(name);
        const numbers = typeof figure === 'object' ? figure : {};
        for (const value of values) this.set({ [label]: value }, numbers[value] ?? Number.NaN);
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
