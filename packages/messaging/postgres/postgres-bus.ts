import pg from 'pg';
import type { EventBus, Subscription } from '../bus.ts';
import { UnavailableError } from '../errors.ts';
import type { Log } from '../log.ts';
import { defaultRetryDelaysMs } from '../retry.ts';
import { createDeadLetters } from './dead-letters.ts';
import { type Listener, listen } from './listener.ts';
import { subscribeTo } from './subscription.ts';
import { publishMessage, tables, tablesLock } from './tables.ts';

export type PostgresBusOptions = {
  readonly url: string;
  readonly log: Log;
  readonly retryDelaysMs?: readonly number[];
  /** A handler that gives no sign for this long is taken for dead. Default 15 s. */
  readonly leaseMs?: number;
};

/** A durable bus in a PostgreSQL database: a row per message and queue, leases, NOTIFY to wake up. */
export function createPostgresBus({
  url,
  log,
  retryDelaysMs = defaultRetryDelaysMs,
  leaseMs = 15_000,
}: PostgresBusOptions): EventBus {
  const pool = createPool(url, log);
  const subscriptions = new Map<Subscription, (queue: string | undefined) => void>();
  let listener: Listener | undefined;
  let closing: Promise<void> | undefined;

  return {
    async declare(topology) {
      const pairs = Object.entries(topology).flatMap(([queue, types]) =>
        types.map((type) => ({ queue, type })),
      );
      await declareAll(pool, pairs);
    },

    async publish({ id, type, key, body }) {
      try {
        await pool.query(publishMessage, [id, type, key, body]);
      } catch (error) {
        throw new UnavailableError(`${type} ${id} is not stored`, { cause: error });
      }
    },

    async subscribe(queue, handle, { concurrency = 8 } = {}) {
      listener ??= listen(url, 'bus', (payload) => wakeAll(payload), log);
      const options = { pool, log, queue, handle, concurrency, retryDelaysMs, leaseMs };
      const { wake, stop } = subscribeTo(options);
      const subscription: Subscription = {
        async stop(graceMs) {
          await stop(graceMs);
          subscriptions.delete(subscription);
        },
      };
      subscriptions.set(subscription, (named) => {
        if (named === undefined || named === queue) wake();
      });
      return subscription;
    },

    deadLetters: (queue) => createDeadLetters(pool, queue),

    async depth(queue) {
      const { rows } = await pool.query<{ pending: number; dead: number }>(
        `SELECT count(*) FILTER (WHERE dead_at IS NULL)::int AS pending,
                count(*) FILTER (WHERE dead_at IS NOT NULL)::int AS dead
         FROM bus.message WHERE queue = $1`,
        [queue],
      );
      return rows[0] ?? { pending: 0, dead: 0 };
    },

    close() {
      closing ??= (async () => {
        await Promise.all([...subscriptions.keys()].map((one) => one.stop()));
        await listener?.close();
        await pool.end();
      })();
      return closing;
    },
  };

  function wakeAll(queue: string | undefined): void {
    for (const wake of subscriptions.values()) wake(queue);
  }
}

function createPool(url: string, log: Log): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 6, connectionTimeoutMillis: 5_000 });
  const report = (error: Error) => log.warn({ err: error }, 'bus database connection lost');
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', report));
  return pool;
}

async function declareAll(pool: pg.Pool, pairs: { queue: string; type: string }[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [tablesLock]);
    await client.query(tables);
    await client.query(
      `INSERT INTO bus.binding SELECT * FROM json_to_recordset($1) AS b (queue text, type text)
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(pairs)],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
