import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../postgres/embedded-postgres.ts';
import { createSchemaEngine, noFilters, readMigrationList } from './schema-engine.ts';
import { ShadowDatabase } from './shadow-database.ts';

/** Runs `work` with a PostgreSQL that is thrown away afterwards. */
async function withEmptyPostgres<T>(work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-diff-'));
  try {
    const postgres = await startPostgres(folder);
    const pool = new pg.Pool({ connectionString: postgres.url });
    pool.on('error', () => undefined);
    try {
      return await work(pool);
    } finally {
      await pool.end();
      await postgres.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * SQL from what the migrations make to what schema.prisma says; `undefined` when they agree. Replays
 * the migrations in the database of `pool`, which must be empty.
 */
export async function diffMigrations(
  pool: pg.Pool,
  migrationsDir: string,
): Promise<string | undefined> {
  const path = join(migrationsDir, '../schema.prisma');
  const content = await readFile(path, 'utf8');
  const migrations = await readMigrationList(migrationsDir);
  const engine = await createSchemaEngine(new ShadowDatabase(pool), path);
  try {
    const { stdout } = await engine.diff({
      from: { tag: 'migrations', ...migrations },
      to: { tag: 'schemaDatamodel', files: [{ path, content }] },
      script: true,
      exitCode: null,
      filters: noFilters,
    });
    return stdout && !stdout.startsWith('-- This is an empty migration.') ? stdout : undefined;
  } finally {
    engine.free();
  }
}

/** `2026-03-01T00:00:00Z, add notes` -> `20260301000000_add_notes`: Prisma's name of a migration. */
export const migrationName = (now: Date, title: string): string =>
  `${now.toISOString().replace(/\D/g, '').slice(0, 14)}_${title.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`;

/**
 * Writes the migration that is missing between the migrations and schema.prisma, to be read and
 * completed by hand (checks and triggers are not in schema.prisma). Returns its file, if any is needed.
 */
export async function writeMigration(
  migrationsDir: string,
  title: string,
): Promise<string | undefined> {
  const sql = await withEmptyPostgres((pool) => diffMigrations(pool, migrationsDir));
  if (sql === undefined) return undefined;
  const folder = join(migrationsDir, migrationName(new Date(), title));
  await mkdir(folder);
  await writeFile(join(folder, 'migration.sql'), sql);
  return join(folder, 'migration.sql');
}
