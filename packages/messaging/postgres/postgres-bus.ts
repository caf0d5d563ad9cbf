import type pg from 'pg';
import type { EventBus, Message, Subscription, Topology } from '../bus.ts';
import { UnavailableError, UnroutableError } from '../errors.ts';
import type { Log } from '../log.ts';
import { atMost, defaultRetryDelaysMs, defaultTimeoutMs } from '../retry.ts';
import { together } from '../together.ts';
import { hearBroadcasts } from './broadcast.ts';
import { broadcastTables } from './broadcast-tables.ts';
import { createDeadLetters } from './dead-letters.ts';
import { listen, type Notifications } from './listener.ts';
import { createPool } from './pool.ts';
import { sendTo } from './send-to.ts';
import { subscribeTo } from './subscription.ts';
import { publishMessages, tables, tablesLock } from './tables.ts';
import { inTransaction } from './transaction.ts';

export type PostgresBusOptions = {
  readonly url: string;
  readonly log: Log;
  readonly retryDelaysMs?: readonly number[];
  /** A handler that gives no sign for this long is taken for dead. Default 30 s. */
  readonly leaseMs?: number;
  /** How long the database may take to answer before it counts as away. Default 10 s. */
  readonly timeoutMs?: number;
};

/** A durable bus in a PostgreSQL database: a row per message and queue, leases, NOTIFY to wake up. */
export function createPostgresBus({
  url,
  log,
  retryDelaysMs = defaultRetryDelaysMs,
  leaseMs = 30_000,
  timeoutMs = defaultTimeoutMs,
}: PostgresBusOptions): EventBus {
  // Queues fill and empty faster than PostgreSQL counts their rows; their indexes are always right.
  const pool = createPool({ url, log, max: 6, timeoutMs, hello: 'SET enable_seqscan TO off' });
  /** Resolves to the types that found a queue. */
  const store = together(async (messages: readonly Message[]) => {
    const values = [JSON.stringify(messages)];
    const { rows } = await pool.query<{ type: string | null }>({ ...publishMessages, values });
    return new Set(rows.map(({ type }) => type));
  });
  const subscriptions = new Map<Subscription, (queue: string | undefined) => void>();
  const hearing = new Set<Subscription>();
  const declared: Record<string, readonly string[]> = {};
  let notifications: Notifications | undefined;
  let closing: Promise<void> | undefined;

  return {
    declare(topology) {
      Object.assign(declared, topology);
      return declareAll(pool, topology);
    },

    async publish({ id, type, key, body }) {
      const routed = await store({ id, type, key, body }).catch((cause) => {
        throw new UnavailableError(`${type} ${id} is not stored`, { cause });
      });
      if (routed.has(type) || !Object.values(declared).some((types) => types.includes(type)))
        return;
      await declareAll(pool, declared).catch((error) =>
        log.warn({ err: error }, 'queues not declared'),
      );
      throw new UnroutableError(`${type} ${id} found none of its queues`);
    },

    sendTo: (queue, messages) => sendTo(pool, queue, messages),

    async subscribe(queue, handle, { concurrency = 8 } = {}) {
      notifications ??= listen(url, 'bus', (payload) => wakeAll(payload), log);
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

    listen(types, listener) {
      const { stop } = hearBroadcasts({ url, log, timeoutMs, types, listener });
      const subscription: Subscription = {
        async stop() {
          hearing.delete(subscription);
          await stop();
        },
      };
      hearing.add(subscription);
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

    async ping() {
      await pool.query('SELECT FROM bus.binding LIMIT 1');
    },

    close() {
      closing ??= (async () => {
        await Promise.all([...subscriptions.keys(), ...hearing].map((one) => one.stop()));
        await notifications?.close();
        await atMost(timeoutMs, pool.end());
      })();
      return closing;
    },
  };

  function wakeAll(queue: string | undefined): void {
    for (const wake of subscriptions.values()) wake(queue);
  }
}

async function declareAll(pool: pg.Pool, topology: Topology): Promise<void> {
  const pairs = Object.entries(topology).flatMap(([queue, types]) =>
    types.map((type) => ({ queue, type })),
  );
  await inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [tablesLock]);
    await client.query(tables);
    await client.query(broadcastTables);
    await client.query(
      `INSERT INTO bus.binding SELECT * FROM json_to_recordset($1) AS b (queue text, type text)
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(pairs)],
    );
  });
}
