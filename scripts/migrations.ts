import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { createSchemaEngine, noFilters } from './schema-engine.ts';

/** A migration could not be applied; the database is as it was before that migration. */
export class MigrationError extends Error {
  readonly code = 'MIGRATION_FAILED';
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

/** Applies what is missing, exactly as `prisma migrate deploy` does; returns the names applied. */
export async function migrate(databaseUrl: string, migrationsDir: string): Promise<string[]> {
  const migrationsList = await readMigrations(migrationsDir);
  const pool = new pg.Pool({ connectionString: databaseUrl });
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    if (await allApplied(client, migrationsList)) return [];
    const engine = await createSchemaEngine(pool, join(migrationsDir, '../schema.prisma'));
    try {
      const input = { migrationsList, filters: noFilters };
      return (await engine.applyMigrations(input)).appliedMigrationNames;
    } catch (error) {
      throw new MigrationError(`${migrationsDir}: ${reasonOf(error)}`, { cause: error });
    } finally {
      engine.free();
    }
  } finally {
    // Closed rather than returned, so that its lock goes with it.
    client.release(true);
    await pool.end();
  }
}

/** Spares loading the engine (0.3 s) at every start but the first. */
async function allApplied(client: pg.PoolClient, { migrationDirectories }: MigrationList) {
  const table = await client.query(`SELECT to_regclass('_prisma_migrations') AS name`);
  if (table.rows[0]?.name === null) return false;
  const { rows } = await client.query<{ migration_name: string; finished_at: Date | null }>(
    'SELECT migration_name, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  const applied = new Set(rows.filter((row) => row.finished_at).map((row) => row.migration_name));
  return (
    rows.length === applied.size && migrationDirectories.every(({ path }) => applied.has(path))
  );
}

/** The engine throws its message, or JSON with the message inside. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const match = /"message":\s*"((?:[^"\\]|\\.)*)"/.exec(text);
  return match ? JSON.parse(`"${match[1]}"`) : text;
}
