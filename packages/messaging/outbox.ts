import type { Log } from './log.ts';
import { type Publish, publishBatch } from './outbox-batch.ts';
import { type Listener, listen } from './postgres/listener.ts';
import { createPool } from './postgres/pool.ts';
import { atMost, backoffMs, defaultTimeoutMs, pause } from './retry.ts';

export type RelayOptions = {
  /** The service's own database, with its `outbox` table. */
  readonly databaseUrl: string;
  readonly bus: Publish;
  readonly log: Log;
  readonly batchSize?: number;
  /** The net under NOTIFY. Default 1 s. */
  readonly pollMs?: number;
};

export type Relay = {
  start(): Promise<void>;
  /** Lets the batch at work finish. */
  stop(): Promise<void>;
  /** Rows not published yet, and the age of the oldest in seconds. */
  lag(): Promise<{ rows: number; seconds: number }>;
};

/** Published rows are kept this long, for replay and questions. */
const keepFor = '7 days';
const cleanEveryMs = 10 * 60_000;

/** Publishes a service's outbox in order; marks a row only after the bus has it for certain. */
export function createRelay(options: RelayOptions): Relay {
  const { databaseUrl, bus, log, batchSize = 200, pollMs = 1_000 } = options;
  const pool = createPool({ url: databaseUrl, log, max: 2, timeoutMs: defaultTimeoutMs });
  const stopping = new AbortController();
  let nap = new AbortController();
  let listener: Listener | undefined;
  let running: Promise<void> | undefined;
  let cleanAt = 0;

  async function clean(): Promise<void> {
    if (performance.now() < cleanAt) return;
    cleanAt = performance.now() + cleanEveryMs;
    await pool.query(`DELETE FROM outbox WHERE published_at < now() - interval '${keepFor}'`);
  }

  /** Publishes what is there; sleeps when nothing is left. */
  async function work(): Promise<void> {
    nap = new AbortController();
    const { published, error } = await publishBatch(pool, bus, batchSize);
    if (error !== undefined) throw error;
    await clean();
    if (published < batchSize) {
      await pause(pollMs, AbortSignal.any([nap.signal, stopping.signal]));
    }
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

  return {
    async start() {
      listener ??= listen(databaseUrl, 'outbox', () => nap.abort(), log);
      running ??= run();
    },
    async stop() {
      stopping.abort();
      await running;
      await listener?.close();
      await atMost(defaultTimeoutMs, pool.end());
    },
    async lag() {
      const { rows } = await pool.query<{ rows: number; seconds: number }>(
        `SELECT count(*)::int AS rows,
                coalesce(extract(epoch FROM now() - min(created_at)), 0)::float AS seconds
         FROM outbox WHERE published_at IS NULL`,
      );
      return rows[0] ?? { rows: 0, seconds: 0 };
    },
  };
}
