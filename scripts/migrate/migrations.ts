import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { createSchemaEngine, noFilters, WholeScripts } from './schema-engine.ts';

/** A migration could not be applied; the database is as it was before that migration. */
export class MigrationError extends Error {
  readonly code = 'MIGRATION_FAILED';
  /** Its folder; `undefined` when it came to none. */
  readonly migration: string | undefined;

  constructor(migration: string | undefined, reason: string, cause: unknown) {
    super(migration ? `Migration ${migration} failed: ${reason}` : reason, { cause });
    this.migration = migration;
  }
}

/** Serialises processes that migrate one database at the same time. */
const migrationLock = 7_305_503;

/** The migrations of a service as Prisma's engine reads them: folders by name, the oldest first. */
export async function readMigrations(baseDir: string): Promise<MigrationList> {
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const lock = join(baseDir, 'migration_lock.toml');
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: await readFile(lock, 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.sort().map(async (path) => {
        const value = await readFile(join(baseDir, path, 'migration.sql'), 'utf8');
        return { path, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } } };
      }),
    ),
  };
}

/**
 * Applies what is missing, as `prisma migrate deploy` does; returns the names applied. One that
 * failed before is tried again: each runs in one transaction, so it left nothing. `warn` hears of
 * migrations that were changed after they were applied. Throws `MigrationError`.
 */
export async function migrate(
  databaseUrl: string,
  migrationsDir: string,
  warn: (text: string) => void = () => undefined,
): Promise<string[]> {
  const list = await readMigrations(migrationsDir);
  const pool = new pg.Pool({ connectionString: databaseUrl });
  pool.on('error', () => undefined);
  try {
    const client = await pool.connect();
    try {
      await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
      const history = await readHistory(client);
      for (const name of changed(list, history)) {
        warn(`Migration ${name} was changed after it was applied; the database has the old one.`);
      }
      // Spares loading the engine (0.1 s each) at every start but the first.
      if (list.migrationDirectories.every(({ path }) => history.get(path)?.finished)) return [];
      return await apply(pool, list, history);
    } finally {
      // Closed rather than returned, so that its lock goes with it.
      client.release(true);
    }
  } finally {
    await pool.end();
  }
}

type History = ReadonlyMap<string, { readonly checksum: string; readonly finished: boolean }>;

async function readHistory(client: pg.PoolClient): Promise<History> {
  const table = await client.query(`SELECT to_regclass('_prisma_migrations') AS name`);
  if (table.rows[0]?.name === null) return new Map();
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  return new Map(rows.map(({ name, ...row }) => [name, row]));
}

function changed({ migrationDirectories }: MigrationList, history: History): string[] {
  const differs = ({ path, migrationFile }: (typeof migrationDirectories)[number]) => {
    const applied = history.get(path);
    const sum = createHash('sha256').update(migrationFile.content.value).digest('hex');
    return applied?.finished && applied.checksum !== sum;
  };
  return migrationDirectories.filter(differs).map(({ path }) => path);
}

async function apply(pool: pg.Pool, list: MigrationList, history: History): Promise<string[]> {
  const schemaPath = join(list.baseDir, '../schema.prisma');
  const adapter = new WholeScripts(pool);
  const engine = await createSchemaEngine(adapter, schemaPath);
  try {
    for (const [migrationName, { finished }] of history) {
      if (!finished) await engine.markMigrationRolledBack({ migrationName });
    }
    const input = { migrationsList: list, filters: noFilters };
    return (await engine.applyMigrations(input)).appliedMigrationNames;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const said = adapter.scriptError;
    // The engine adds a trace of itself, which names the migration.
    const name = /migration_name="([^"]+)"/.exec(text)?.[1];
    const reason = said ? `${said.message} (${said.code})` : (text.split(/\n\s+0: /)[0] ?? text);
    throw new MigrationError(name, reason, error);
  } finally {
    engine.free();
  }
}
