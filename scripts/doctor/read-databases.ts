import pg from 'pg';
import { services } from '../postgres/databases.ts';

/** A database in one snapshot that cannot be written. */
export type Database = {
  /** Yields the rows of a query, in its order. */
  rows<Row>(sql: string, values?: readonly unknown[]): AsyncGenerator<Row>;
};

const fetchSize = 2_000;

/** Opens the databases of all services in snapshots of the same time, while `work` runs. */
export async function readDatabases<T>(
  urlOf: (service: string) => string,
  work: (database: (service: string) => Database) => Promise<T>,
): Promise<T> {
  const clients = new Map<string, pg.Client>();
  try {
    await Promise.all(
      services.map(async (name) => {
        const client = new pg.Client({
          connectionString: urlOf(name),
          connectionTimeoutMillis: 5_000,
        });
        client.on('error', () => undefined);
        clients.set(name, client);
        await client.connect().catch((cause: Error & { code?: string }) => {
          const reason = cause.message || cause.code;
          throw new Error(`The database of ${name} cannot be read: ${reason}.`, { cause });
        });
      }),
    );
    // The first statement takes the snapshot.
    const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1';
    await Promise.all([...clients.values()].map((client) => client.query(begin)));
    return await work((service) => databaseOf(clients.get(service), service));
  } finally {
    await Promise.all([...clients.values()].map((client) => client.end().catch(() => undefined)));
  }
}

let cursors = 0;

function databaseOf(client: pg.Client | undefined, service: string): Database {
  if (!client) throw new Error(`${service} has no database.`);
  return {
    async *rows<Row>(sql: string, values: readonly unknown[] = []) {
      const cursor = `doctor_${cursors++}`;
      await client.query(`DECLARE ${cursor} CURSOR FOR ${sql}`, [...values]);
      for (let count = fetchSize; count === fetchSize; ) {
        const { rows } = await client.query(`FETCH ${fetchSize} FROM ${cursor}`);
        count = rows.length;
        yield* rows as Row[];
      }
      await client.query(`CLOSE ${cursor}`);
    },
  };
}
