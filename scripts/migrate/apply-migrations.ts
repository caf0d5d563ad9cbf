import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { assertCurrencies } from './currencies.ts';
import {
  type Attempt,
  contentOf,
  type History,
  openHistory,
  withMigrationLock,
} from './history.ts';
import { MigrationError } from './migration-error.ts';
import { hasChecksum, type Migration, readMigrations } from './migrations.ts';

/** CREATE INDEX CONCURRENTLY and the like: "cannot run inside a transaction block". */
const needsNoTransaction = '25001';
const lockNotAvailable = '55P03';

/**
 * How long a statement waits for the lock of a table. Everything that comes to the table meanwhile waits behind it, so it
 * gives up and tries again rather than wait for a long transaction.
 */
const lockTimeoutMs = 2_000;
const lockAttempts = 30;
const lockPauseMs = 1_000;

/**
 * Applies the pending migrations of `folder` in order of their names, as `prisma migrate deploy`
 * does, and returns their names. Each runs in one transaction unless it ends that itself. Processes
 * that migrate the same database wait for each other.
 *
 * A migration that failed stops every later run until its file is corrected or it is resolved by
 * hand; one that was interrupted left nothing and is applied again. Calls `warn` for migrations in the
 * database that the folder lacks: an older release runs on a newer database after it was rolled
 * back. Throws `MigrationError`, also when the stored amounts have other decimals than the code reads.
 */
export async function applyMigrations(
  databaseUrl: string,
  folder: string,
  warn: (text: string) => void = () => undefined,
): Promise<string[]> {
  const migrations = await readMigrations(folder);
  return withMigrationLock(databaseUrl, async (client) => {
    if ((await contentOf(client)) === 'tables') {
      const message = 'The database has tables, but no table _prisma_migrations. Use an empty one.';
      throw new MigrationError('SCHEMA_NOT_EMPTY', undefined, message);
    }
    const history = await openHistory(client);
    const attempts = await history.attempts();
    const applied = new Map(attempts.filter(isFinished).map((attempt) => [attempt.name, attempt]));
    assertUnchanged(migrations, applied);
    for (const name of unknownTo(migrations, attempts)) {
      warn(`The database has the migration ${name}, which this version of the code does not have.`);
    }
    for (const attempt of attempts) {
      if (!attempt.finished) await retry(attempt, migrations, history);
    }
    const pending = migrations.filter(({ name }) => !applied.has(name));
    for (const migration of pending) await apply(client, history, migration);
    await assertCurrencies(client);
    return pending.map(({ name }) => name);
  });
}

const isFinished = ({ finished }: Attempt) => finished;

function assertUnchanged(
  migrations: readonly Migration[],
  applied: ReadonlyMap<string, Attempt>,
): void {
  const changed = migrations.filter((migration) => {
    const attempt = applied.get(migration.name);
    return attempt && !hasChecksum(migration, attempt.checksum);
  });
  const [first] = changed;
  if (!first) return;
  throw new MigrationError(
    'MIGRATION_CHANGED',
    first.name,
    `Migration ${first.name} was changed after it was applied. The database has the earlier ` +
      'version. Restore the file, and write the change as a new migration.',
  );
}

function unknownTo(migrations: readonly Migration[], attempts: readonly Attempt[]): string[] {
  const known = new Set(migrations.map(({ name }) => name));
  return attempts.map(({ name }) => name).filter((name) => !known.has(name));
}

/** Lets an attempt that is not finished be repeated. Throws when it failed and its file is the same. */
async function retry(
  { id, name, checksum, startedAt, logs }: Attempt,
  migrations: readonly Migration[],
  history: History,
): Promise<void> {
  const migration = migrations.find((one) => one.name === name);
  const corrected = migration && !hasChecksum(migration, checksum);
  if (logs !== null && !corrected) {
    throw new MigrationError(
      'MIGRATION_UNRESOLVED',
      name,
      `Migration ${name} failed at ${startedAt.toISOString()}: ${logs}\n` +
        'Correct its migration.sql and try again. If it failed for another reason, remove the reason, ' +
        `then run "npm run migrate -- --rolled-back <service> ${name}"; if you completed it by hand, ` +
        `"npm run migrate -- --applied <service> ${name}".`,
    );
  }
  await history.rollBack(id);
}

async function apply(client: pg.Client, history: History, migration: Migration): Promise<void> {
  const id = await history.start(migration);
  try {
    await run(client, migration.sql, history.finishSql(id));
  } catch (error) {
    const reason = reasonOf(error);
    await client.query('ROLLBACK');
    await client.query('RESET ALL');
    await history.fail(id, reason);
    const message = `Migration ${migration.name} failed: ${reason}`;
    throw new MigrationError('MIGRATION_FAILED', migration.name, message, error);
  }
  // What one migration sets for its session is not for the next.
  await client.query('RESET ALL');
}

/** Without parameters the whole text is one message to the server, and thereby one transaction. */
async function run(
  client: pg.Client,
  sql: string,
  finish: string,
  attempts = lockAttempts,
): Promise<void> {
  try {
    await client.query(`SET lock_timeout = ${lockTimeoutMs}`);
    await client.query(`${sql}\n;${finish}`);
  } catch (error) {
    const code = error instanceof pg.DatabaseError ? error.code : undefined;
    if (code === lockNotAvailable && attempts > 1) {
      await client.query('ROLLBACK');
      await sleep(lockPauseMs);
      return run(client, sql, finish, attempts - 1);
    }
    if (code !== needsNoTransaction) throw error;
    // What runs without a transaction, such as an index that is made concurrently, lets others pass while it waits.
    await client.query('RESET lock_timeout');
    await client.query(sql);
    await client.query(finish);
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof pg.DatabaseError ? `${error.message} (${error.code})` : String(error);
