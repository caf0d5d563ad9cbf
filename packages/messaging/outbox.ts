import pg from 'pg';
import type { EventBus } from './bus.ts';
import type { Log } from './log.ts';
import { type Listener, listen } from './postgres/listener.ts';
import { backoffMs, pause } from './retry.ts';

export type RelayOptions = {
  /** The service's own database, with its `outbox` table. */
  readonly databaseUrl: string;
  readonly bus: Pick<EventBus, 'publish'>;
  readonly log: Log;
  readonly batchSize?: number;
  /** The net under NOTIFY. Default 1 s. */
  readonly pollMs?: number;
};

export type Relay = {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Rows not published yet, and the age of the oldest in seconds. */
  lag(): Promise<{ rows: number; seconds: number }>;
};

type Row = { seq: string; id: string; type: string; subject: string; event: unknown };

/** Only one relay per database publishes at a time: order is kept, others stand by. */
const relayLock = 7_305_502;
/** Published rows are kept this long, for replay and questions. */
const keepFor = '7 days';
const cleanEveryMs = 10 * 60_000;

/** Publishes a service's outbox in order; marks a row only after the bus has it for certain. */
export function createRelay({
  databaseUrl,
  bus,
  log,
  batchSize = 200,
  pollMs = 1_000,
}: RelayOptions): Relay {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 2,
    connectionTimeoutMillis: 5_000,
  });
  const report = (error: Error) => log.warn({ err: error }, 'outbox connection lost');
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', report));
  const stopping = new AbortController();
  let nap = new AbortController();
  let listener: Listener | undefined;
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    let failures = 0;
    let cleanAt = 0;
    while (!stopping.signal.aborted) {
      nap = new AbortController();
      try {
        const published = await publishBatch(pool, bus, batchSize);
        failures = 0;
        if (performance.now() > cleanAt) {
          cleanAt = performance.now() + cleanEveryMs;
          await pool.query(`DELETE FROM outbox WHERE published_at < now() - interval '${keepFor}'`);
        }
        if (published < batchSize) {
          await pause(pollMs, AbortSignal.any([nap.signal, stopping.signal]));
        }
      } catch (error) {
        log.warn({ err: error, failures }, 'outbox not published, trying again');
        await pause(backoffMs(failures++), stopping.signal);
      }
    }
  }

  return {
    async start() {
      listener = listen(databaseUrl, 'outbox', () => nap.abort(), log);
      running = run();
    },
    async stop() {
      stopping.abort();
      await running;
      await listener?.close();
      await pool.end();
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

/** Publishes up to `size` rows; those of one subject in order, those of different ones at once. */
async function publishBatch(
  pool: pg.Pool,
  bus: Pick<EventBus, 'publish'>,
  size: number,
): Promise<number> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const lock = await client.query<{ won: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1) AS won',
      [relayLock],
    );
    const rows = lock.rows[0]?.won ? await unpublished(client, size) : [];
    const outcomes = await Promise.all(bySubject(rows).map((group) => publishAll(bus, group)));
    const done = outcomes.flatMap((outcome) => outcome.done);
    await client.query('UPDATE outbox SET published_at = now() WHERE seq = ANY($1)', [done]);
    await client.query('COMMIT');
    const failed = outcomes.find(({ error }) => error !== undefined);
    if (failed) throw failed.error;
    return done.length;
  } catch (error) {
    broken = error as Error;
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release(broken);
  }
}

async function unpublished(client: pg.PoolClient, size: number): Promise<Row[]> {
  const { rows } = await client.query<Row>(
    `SELECT seq, id, type, subject, event FROM outbox
     WHERE published_at IS NULL ORDER BY seq LIMIT $1`,
    [size],
  );
  return rows;
}

function bySubject(rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(row.subject, [...(groups.get(row.subject) ?? []), row]);
  return [...groups.values()];
}

/** What was published before the first failure, and that failure. */
async function publishAll(bus: Pick<EventBus, 'publish'>, rows: readonly Row[]) {
  const done: string[] = [];
  try {
    for (const { seq, id, type, subject, event } of rows) {
      await bus.publish({ id, type, key: subject, body: JSON.stringify(event) });
      done.push(seq);
    }
    return { done, error: undefined };
  } catch (error) {
    return { done, error };
  }
}
