import type { Message } from '@shop/messaging';
import pg from 'pg';

/** Which events of a service's history are chosen. */
export type EventFilter = {
  readonly type: string;
  readonly since: Date | undefined;
  readonly until: Date | undefined;
  readonly subject: string | undefined;
};

/** How many messages are sent, and deleted from the consumer's inbox, at a time. */
const batchSize = 500;

// Events that are not published yet reach the queue without a replay.
const chosen = `
  FROM outbox WHERE type = $1 AND published_at IS NOT NULL
    AND ($2::timestamptz IS NULL OR created_at >= $2)
    AND ($3::timestamptz IS NULL OR created_at < $3)
    AND ($4::text IS NULL OR subject = $4)`;

const values = ({ type, since, until, subject }: EventFilter) => [
  type,
  since ?? null,
  until ?? null,
  subject ?? null,
];

export type History = {
  count(): Promise<number>;
  /** Yields the events in the order in which they were published, in batches. */
  batches(): AsyncGenerator<Message[]>;
};

/** Reads the published events of a service from its outbox. */
export const readHistory = (client: pg.Client, filter: EventFilter): History => ({
  async count() {
    const sql = `SELECT count(*)::int AS n ${chosen}`;
    return (await client.query<{ n: number }>(sql, values(filter))).rows[0]?.n ?? 0;
  },
  async *batches() {
    const sql = `SELECT seq, id, type, subject, event ${chosen} AND seq > $5 ORDER BY seq LIMIT $6`;
    for (let after = '0'; ; ) {
      const { rows } = await client.query(sql, [...values(filter), after, batchSize]);
      if (rows.length === 0) return;
      yield rows.map(({ id, type, subject, event }) => ({
        ...{ id, type, key: subject },
        body: JSON.stringify(event),
      }));
      after = rows.at(-1).seq;
    }
  },
});

/** Runs work on the database of a service. */
export async function withDatabase<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
