import { join } from 'node:path';
import { createTestDatabase } from '@shop/testing';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { useMigrationFixture } from '../testing/migrations.ts';
import { applyMigrations } from './apply-migrations.ts';
import { createSchemaEngine, noFilters, readMigrationList, WholeScripts } from './schema-engine.ts';

// Prisma's own engine on the same folder: what `prisma migrate deploy` does.
const fixture = useMigrationFixture();
let other: Awaited<ReturnType<typeof createTestDatabase>>;
beforeEach(async () => {
  other = await createTestDatabase();
});
afterEach(() => other.drop());

async function withPool<T>(url: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: url });
  return work(pool).finally(() => pool.end());
}

const applyWithPrisma = (url: string): Promise<string[]> =>
  withPool(url, async (pool) => {
    const schemaPath = join(fixture.folder, '../schema.prisma');
    const engine = await createSchemaEngine(new WholeScripts(pool), schemaPath);
    try {
      const migrationsList = await readMigrationList(fixture.folder);
      const input = { migrationsList, filters: noFilters };
      return (await engine.applyMigrations(input)).appliedMigrationNames;
    } finally {
      engine.free();
    }
  });

const rowsOf = (url: string) =>
  withPool(url, async (pool) => {
    const { rows } = await pool.query(
      `SELECT migration_name, checksum, applied_steps_count, length(id) AS id_length,
         finished_at >= started_at AS finished, logs, rolled_back_at
       FROM _prisma_migrations ORDER BY migration_name`,
    );
    return rows;
  });

const columnsOf = (url: string) =>
  withPool(url, async (pool) => {
    const { rows } = await pool.query(
      `SELECT column_name, data_type, character_maximum_length, is_nullable, column_default
       FROM information_schema.columns WHERE table_name = '_prisma_migrations'
       ORDER BY ordinal_position`,
    );
    return rows;
  });

beforeEach(async () => {
  await fixture.write('20260101000000_init', 'CREATE TABLE thing (id int);\r\n-- größer\n');
  await fixture.write('20260102000000_fill', 'INSERT INTO thing VALUES (1)');
});

test('the table of migrations and its rows are the same as those that Prisma writes', async () => {
  await applyMigrations(fixture.url, fixture.folder);
  await applyWithPrisma(other.url);
  expect(await columnsOf(fixture.url)).toEqual(await columnsOf(other.url));
  expect(await rowsOf(fixture.url)).toEqual(await rowsOf(other.url));
});

test('Prisma continues where this code ended, and the other way round', async () => {
  await applyMigrations(fixture.url, fixture.folder);
  await applyWithPrisma(other.url);
  expect(await applyWithPrisma(fixture.url)).toEqual([]);
  expect(await applyMigrations(other.url, fixture.folder)).toEqual([]);
  await fixture.write('20260103000000_more', 'INSERT INTO thing VALUES (2)');
  expect(await applyWithPrisma(fixture.url)).toEqual(['20260103000000_more']);
  expect(await applyMigrations(other.url, fixture.folder)).toEqual(['20260103000000_more']);
});

test('a failed migration of one stops the other', async () => {
  await fixture.write('20260103000000_broken', 'INSERT INTO nowhere VALUES (1)');
  await expect(applyMigrations(fixture.url, fixture.folder)).rejects.toThrow('nowhere');
  await expect(applyWithPrisma(other.url)).rejects.toThrow('nowhere');
  expect(await applyWithPrisma(fixture.url).catch(String)).toContain('20260103000000_broken');
  await expect(applyMigrations(other.url, fixture.folder)).rejects.toMatchObject({
    code: 'MIGRATION_UNRESOLVED',
    migration: '20260103000000_broken',
  });
});

test('a run waits while Prisma holds its lock', async () => {
  const client = new pg.Client({ connectionString: fixture.url });
  await client.connect();
  // The number in Prisma's own source.
  await client.query('SELECT pg_advisory_lock(72707369)');
  const waiting = applyMigrations(fixture.url, fixture.folder).then(() => 'done');
  const pause = new Promise((resolve) => setTimeout(resolve, 300, 'waiting'));
  expect(await Promise.race([waiting, pause])).toBe('waiting');
  await client.end();
  expect(await waiting).toBe('done');
});
