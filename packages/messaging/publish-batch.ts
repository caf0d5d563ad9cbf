import { inTransaction } from '@shop/service/postgres';
import type pg from 'pg';
import type { EventBus } from './bus.ts';

export type MessagePublisher = Pick<EventBus, 'publish'>;

export type Batch = {
  readonly published: number;
  /** The reason why the rest of the batch was not published. */
  readonly error: unknown;
};

type Row = { seq: string; id: string; type: string; subject: string; event: unknown };

/** One relay per database publishes at a time, which keeps the order; the others stand by. */
const relayLock = 7_305_502;

/**
 * Publishes up to `size` rows and marks those that the bus has confirmed. Rows of one subject are published
 * one after the other, rows of different subjects at once. Does nothing while another relay publishes.
 */
export const publishBatch = (pool: pg.Pool, bus: MessagePublisher, size: number): Promise<Batch> =>
  inTransaction(pool, async (client) => {
    const lock = await client.query<{ won: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1) AS won',
      [relayLock],
    );
    if (!lock.rows[0]?.won) return { published: 0, error: undefined };
    const rows = await unpublished(client, size);
    const outcomes = await Promise.all(bySubject(rows).map((group) => publishAll(bus, group)));
    const done = outcomes.flatMap((outcome) => outcome.done);
    if (done.length > 0) {
      await client.query('UPDATE outbox SET published_at = now() WHERE seq = ANY($1)', [done]);
    }
    const error = outcomes.find((outcome) => outcome.error !== undefined)?.error;
    return { published: done.length, error };
  });

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
  for (const row of rows) {
    const group = groups.get(row.subject);
    if (group) group.push(row);
    else groups.set(row.subject, [row]);
  }
  return [...groups.values()];
}

/** Publishes rows up to the first failure. Returns the published rows and that failure. */
async function publishAll(bus: MessagePublisher, rows: readonly Row[]) {
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
