import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { checksumOf, type Migration } from './migrations.ts';

/** A migration in the database: applied, failed or interrupted. */
export type Attempt = {
  readonly id: string;
  readonly name: string;
  readonly checksum: string;
  readonly startedAt: Date;
  readonly finished: boolean;
  /** Why it failed; `null` when it did not fail, or was interrupted. */
  readonly logs: string | null;
};

/** The table `_prisma_migrations`, as Prisma writes it. */
export type History = {
  /** The attempts that were not rolled back, the oldest first. */
  attempts(): Promise<Attempt[]>;
  /** Notes that a migration starts. Returns the id of the attempt. */
  start(migration: Migration): Promise<string>;
  /** The statement that notes the end of an attempt, to be run with the migration. */
  finishSql(id: string): string;
  fail(id: string, logs: string): Promise<void>;
  rollBack(id: string): Promise<void>;
  /** Notes a migration that was completed by hand. */
  addApplied(migration: Migration): Promise<void>;
};

/** Prisma's own number: `prisma migrate` and this code exclude each other. */
const prismaLock = 72_707_369;

const columns = `
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0`;

/**
 * Runs `work` on one connection that holds the lock of migrations; waits while another process
 * holds it.
 */
export async function withMigrationLock<T>(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [prismaLock]);
    return await work(client);
  } finally {
    // The lock ends with the connection.
    await client.end().catch(() => undefined);
  }
}

/** Whether the database has a table of migrations, other tables, or nothing. */
export async function contentOf(client: pg.Client): Promise<'history' | 'tables' | 'nothing'> {
  const { rows } = await client.query<{ history: boolean; tables: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS history,
       EXISTS (
         SELECT FROM pg_class
         WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
       ) AS tables`,
  );
  if (rows[0]?.history) return 'history';
  return rows[0]?.tables ? 'tables' : 'nothing';
}

/** Opens the table of migrations, which is created when missing. */
export async function openHistory(client: pg.Client): Promise<History> {
  await client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (${columns}\n)`);
  const schema = await client.query<{ name: string }>('SELECT current_schema() AS name');
  // With its schema: a migration may set the search path.
  const table = `${pg.escapeIdentifier(schema.rows[0]?.name ?? 'public')}._prisma_migrations`;
  const finished = 'finished_at = now(), applied_steps_count = 1';
  return {
    async attempts() {
      const { rows } = await client.query<Attempt>(
        `SELECT id, migration_name AS name, checksum, started_at AS "startedAt",
           finished_at IS NOT NULL AS finished, logs
         FROM ${table} WHERE rolled_back_at IS NULL ORDER BY started_at`,
      );
      return rows;
    },
    async start(migration) {
      const id = randomUUID();
      await client.query(
        `INSERT INTO ${table} (id, checksum, migration_name) VALUES ($1, $2, $3)`,
        [id, checksumOf(migration), migration.name],
      );
      return id;
    },
    finishSql: (id) => `UPDATE ${table} SET ${finished} WHERE id = ${pg.escapeLiteral(id)}`,
    async fail(id, logs) {
      await client.query(`UPDATE ${table} SET logs = $2 WHERE id = $1`, [id, logs]);
    },
    async rollBack(id) {
      await client.query(`UPDATE ${table} SET rolled_back_at = now() WHERE id = $1`, [id]);
    },
    async addApplied(migration) {
      await client.query(
        `INSERT INTO ${table} (id, checksum, migration_name, finished_at) VALUES ($1, $2, $3, now())`,
        [randomUUID(), checksumOf(migration), migration.name],
      );
    },
  };
}
