import { createPool } from '@shop/service/postgres';
import { atMost, defaultTimeoutMs } from './deadline.ts';
import type { EventMeter } from './event-meter.ts';
import type { Log } from './log.ts';
import { batchEveryMs, createPace } from './pace.ts';
import { listenToChannel, type Notifications } from './postgres/listen-to-channel.ts';
import { type MessagePublisher, publishBatch } from './publish-batch.ts';
import { repeatUntilStopped } from './retry.ts';
import { type TracedBus, tracePublished } from './trace-events.ts';
import { createWakeableTimer } from './wakeable-timer.ts';

export type RelayOptions = {
  /** The service's own database, with its `outbox` table. */
  readonly databaseUrl: string;
  readonly bus: MessagePublisher;
  readonly log: Log;
  readonly batchSize?: number;
  /** How often the relay looks for rows whose NOTIFY was lost. Default 1 s. */
  readonly pollMs?: number;
  readonly meter?: EventMeter;
  /** Types that the service publishes, whose metrics begin at 0. */
  readonly types?: readonly string[];
  readonly trace?: TracedBus;
};

export type Relay = {
  start(): Promise<void>;
  /** Lets the batches in progress finish. */
  stop(): Promise<void>;
  /** Rows not published yet, and the age of the oldest in seconds. */
  lag(): Promise<{ rows: number; seconds: number }>;
};

/** Publishes a service's outbox in order. Marks a row only after the bus has confirmed it. */
export function createRelay(options: RelayOptions): Relay {
  const { databaseUrl, log, meter, types, trace, batchSize = 200, pollMs = 1_000 } = options;
  const traced = trace ? tracePublished(options.bus, trace) : options.bus;
  const bus = meter ? meter.countPublished(traced, types) : traced;
  // One connection to publish, one to read the lag.
  const pool = createPool(databaseUrl, log, { max: 2 });
  const stopping = new AbortController();
  const timer = createWakeableTimer();
  const pace = createPace(batchEveryMs);
  let listener: Notifications | undefined;
  let running: Promise<void> | undefined;

  /** Publishes one batch; waits when it was the last. */
  async function publishNext(): Promise<void> {
    timer.arm();
    pace.begin();
    const { published, error } = await publishBatch(pool, bus, batchSize);
    if (error !== undefined) throw error;
    if (published === batchSize) return;
    await timer.wait(pollMs);
    if (!stopping.signal.aborted) await pace.wait();
  }
  const publishAll = () =>
    repeatUntilStopped(publishNext, stopping.signal, (error, failures) =>
      log.warn({ err: error, failures }, 'outbox not published, trying again'),
    );

  async function lag() {
    const { rows } = await pool.query<{ rows: number; seconds: number }>(
      `SELECT count(*)::int AS rows,
              coalesce(extract(epoch FROM now() - min(created_at)), 0)::float AS seconds
       FROM outbox WHERE published_at IS NULL`,
    );
    return rows[0] ?? { rows: 0, seconds: 0 };
  }
  meter?.watchOutbox(lag);

  return {
    async start() {
      listener ??= listenToChannel(databaseUrl, 'outbox', timer.wake, log);
      running ??= publishAll();
    },
    async stop() {
      stopping.abort();
      timer.wake();
      await running;
      await listener?.close();
      await atMost(defaultTimeoutMs, pool.end());
    },
    lag,
  };
}
