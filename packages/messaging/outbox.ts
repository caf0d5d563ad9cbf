import { defaultRetention, keepClean, type Retention } from './clean.ts';
import type { EventMeter } from './event-meter.ts';
import type { Log } from './log.ts';
import { type Publish, publishBatch } from './outbox-batch.ts';
import { listen, type Notifications } from './postgres/listener.ts';
import { createPool } from './postgres/pool.ts';
import { atMost, backoffMs, createNap, defaultTimeoutMs, pause } from './retry.ts';

export type RelayOptions = {
  /** The service's own database, with its `outbox` table. */
  readonly databaseUrl: string;
  readonly bus: Publish;
  readonly log: Log;
  readonly batchSize?: number;
  /** The net under NOTIFY. Default 1 s. */
  readonly pollMs?: number;
  /** How long published rows, and those of the inbox beside them, are kept. Default 30 days each. */
  readonly retention?: Retention;
  /** Deletes one batch of what else the service has kept long enough; resolves to whether there may be more. */
  readonly alsoClean?: () => Promise<boolean>;
  readonly meter?: EventMeter;
};

export type Relay = {
  start(): Promise<void>;
  /** Lets the batches at work finish. */
  stop(): Promise<void>;
  /** Rows not published yet, and the age of the oldest in seconds. */
  lag(): Promise<{ rows: number; seconds: number }>;
};

/** Publishes a service's outbox in order; marks a row only after the bus has it for certain. */
export function createRelay(options: RelayOptions): Relay {
  const { databaseUrl, log, meter, batchSize = 200, pollMs = 1_000 } = options;
  const { retention = defaultRetention, alsoClean } = options;
  const bus = meter ? meter.counted(options.bus) : options.bus;
  // One to publish, one to clean, one to be asked for the lag.
  const pool = createPool({ url: databaseUrl, log, max: 3, timeoutMs: defaultTimeoutMs });
  const stopping = new AbortController();
  const nap = createNap();
  let listener: Notifications | undefined;
  let running: Promise<unknown> | undefined;

  /** Publishes what is there; sleeps when nothing is left. */
  async function work(): Promise<void> {
    nap.begin();
    const { published, error } = await publishBatch(pool, bus, batchSize);
    if (error !== undefined) throw error;
    if (published < batchSize) await nap.sleep(pollMs);
  }

  async function run(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; ) {
      try {
        await work();
        failures = 0;
      } catch (error) {
        log.warn({ err: error, failures }, 'outbox not published, trying again');
        await pause(backoffMs(failures++), stopping.signal);
      }
    }
  }

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
      listener ??= listen(databaseUrl, 'outbox', nap.wake, log);
      const cleaning = { pool, retention, alsoClean, log, stopping: stopping.signal };
      running ??= Promise.all([run(), keepClean(cleaning)]);
    },
    async stop() {
      stopping.abort();
      nap.wake();
      await running;
      await listener?.close();
      await atMost(defaultTimeoutMs, pool.end());
    },
    lag,
  };
}
