import type { Message } from '@shop/messaging';
import pg from 'pg';

export type Choice = {
  readonly type: string;
  readonly since: Date | undefined;
  readonly until: Date | undefined;
  readonly subject: string | undefined;
};

/** Messages sent, and forgotten by their consumer, at a time. */
const batchSize = 500;

// What is not published yet comes by itself.
const chosen = `
  FROM outbox WHERE type = $1 AND published_at IS NOT NULL
    AND ($2::timestamptz IS NULL OR created_at >= $2)
    AND ($3::timestamptz IS NULL OR created_at < $3)
    AND ($4::text IS NULL OR subject = $4)`;

const values = ({ type, since, until, subject }: Choice) => [
  type,
  since ?? null,
  until ?? null,
  subject ?? null,
];

export type History = {
  count(): Promise<number>;
  /** The events in the order in which they were said, some at a time. */
  batches(): AsyncGenerator<Message[]>;
};

/** Reads what a service has said from its outbox. */
export const readHistory = (client: pg.Client, choice: Choice): History => ({
  async count() {
    const sql = `SELECT count(*)::int AS n ${chosen}`;
    return (await client.query<{ n: number }>(sql, values(choice))).rows[0]?.n ?? 0;
  },
  async *batches() {
    const sql = `SELECT seq, id, type, subject, event ${chosen} AND seq > $5 ORDER BY seq LIMIT $6`;
    for (let after = '0'; ; ) {
      const { rows } = await client.query(sql, [...values(choice), after, batchSize]);
      if (rows.length === 0) return;
      yield rows.map(({ id, type, subject, event }) => ({
        ...{ id, type, key: subject },
        body: JSON.stringify(event),
      }));
      after = rows.at(-1).seq;
    }
  },
});

/** Runs work on a database of a service. */
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
