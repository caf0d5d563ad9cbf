import type pg from 'pg';
import type { EventBus } from './bus.ts';

export type MessagePublisher = Pick<EventBus, 'publish'>;

export type Batch = {
  readonly published: number;
  /** The reason why the rest of the batch was not published. */
  readonly error: unknown;
};

/** The event stays text: the relay does not read it. */
type Row = { seq: string; id: string; type: string; subject: string; body: string };

/** One relay per database publishes at a time, which keeps the order; the others stand by. */
export const relayLock = 7_305_502;

// Statements without parameters, sent together. The lock comes first: the next statement sees what the last relay marked.
const begin = `BEGIN; SELECT pg_try_advisory_xact_lock(${relayLock}) AS won`;
/** Marks rows by numbers that the database itself has returned. */
const markAndCommit = (seqs: readonly string[]) =>
  `UPDATE outbox SET published_at = now() WHERE seq = ANY('{${seqs.map(BigInt)}}'); COMMIT`;

/**
 * Publishes up to `size` rows and marks those that the bus has confirmed. Rows of one subject are published
 * one after the other, rows of different subjects at once. Does nothing while another relay publishes.
 */
export const publishBatch = (pool: pg.Pool, bus: MessagePublisher, size: number): Promise<Batch> =>
  withConnection(pool, async (client) => {
    const [, lock] = (await client.query(begin)) as unknown as pg.QueryResult<{ won: boolean }>[];
    const rows = lock?.rows[0]?.won ? await unpublished(client, size) : [];
    const outcomes = await Promise.all(bySubject(rows).map((group) => publishAll(bus, group)));
    const done = outcomes.flatMap((outcome) => outcome.done);
    await client.query(done.length > 0 ? markAndCommit(done) : 'COMMIT');
    const error = outcomes.find((outcome) => outcome.error !== undefined)?.error;
    return { published: done.length, error };
  });

/** Lends a connection, which is closed when the work throws: so the server rolls back. */
async function withConnection<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken = true;
  try {
    const result = await work(client);
    broken = false;
    return result;
  } finally {
    client.release(broken);
  }
}

async function unpublished(client: pg.PoolClient, size: number): Promise<Row[]> {
  const { rows } = await client.query<Row>({
    name: 'outbox_unpublished',
    text: `SELECT seq, id, type, subject, event::text AS body FROM outbox
           WHERE published_at IS NULL ORDER BY seq LIMIT $1`,
    values: [size],
  });
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
    for (const { seq, id, type, subject, body } of rows) {
      await bus.publish({ id, type, key: subject, body });
      done.push(seq);
    }
    return { done, error: undefined };
  } catch (error) {
    return { done, error };
  }
}
