import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { migrationsOf, services } from '../postgres/databases.ts';
import { migrate } from './migrations.ts';
import { diffMigrations, writeMigration } from './write-migration.ts';

const admin = new pg.Pool({ connectionString: inject('postgresUrl'), max: 2 });
let count = 0;
let url: string;
let folder: string;

beforeEach(async () => {
  const name = `migrations_${process.pid}_${++count}`;
  await admin.query(`CREATE DATABASE ${name}`);
  url = Object.assign(new URL(inject('postgresUrl')), { pathname: `/${name}` }).href;
  folder = join(await mkdtemp(join(tmpdir(), 'shop-migrations-')), 'migrations');
  await mkdir(folder);
  await writeFile(join(folder, 'migration_lock.toml'), 'provider = "postgresql"\n');
  const schema = 'datasource db {\n  provider = "postgresql"\n}\n';
  await writeFile(join(folder, '../schema.prisma'), schema);
});
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
}

async function query<T extends object>(sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Slow enough for two that start together to meet, and wrong when it runs twice. */
const slow = `SELECT pg_sleep(0.3); CREATE TABLE thing (id int); INSERT INTO thing VALUES (1);`;

test('what is missing is applied in order of names, and a second time nothing', async () => {
  await write('20260102000000_fill', 'INSERT INTO thing VALUES (2)');
  await write('20260101000000_init', 'CREATE TABLE thing (id int)');
  const names = ['20260101000000_init', '20260102000000_fill'];
  expect(await migrate(url, folder)).toEqual(names);
  expect(await migrate(url, folder)).toEqual([]);
  await write('20260103000000_more', 'INSERT INTO thing VALUES (3)');
  expect(await migrate(url, folder)).toEqual(['20260103000000_more']);
  expect(await query('SELECT id FROM thing ORDER BY id')).toEqual([{ id: 2 }, { id: 3 }]);
});

test('functions with semicolons in their bodies are applied whole', async () => {
  await write(
    '20260101000000_init',
    'CREATE FUNCTION answer() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 42; END $$;',
  );
  await migrate(url, folder);
  expect(await query('SELECT answer()')).toEqual([{ answer: 42 }]);
});

test('of processes that migrate at once one does it and the others wait for it', async () => {
  await write('20260101000000_init', slow);
  const results = await Promise.all([1, 2, 3].map(() => migrate(url, folder)));
  expect(results.flat()).toEqual(['20260101000000_init']);
  expect(await query('SELECT id FROM thing')).toEqual([{ id: 1 }]);
});

test('a broken migration is named, leaves nothing, and is applied once it is mended', async () => {
  await write('20260101000000_init', 'CREATE TABLE thing (id int)');
  await write(
    '20260102000000_broken',
    'CREATE TABLE half (id int);\nINSERT INTO nowhere VALUES (1)',
  );
  const error = await migrate(url, folder).catch((reason) => reason);
  expect(error).toMatchObject({ code: 'MIGRATION_FAILED', migration: '20260102000000_broken' });
  expect(error.message).toBe(
    'Migration 20260102000000_broken failed: relation "nowhere" does not exist (42P01)',
  );
  expect(await query(`SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
  await write('20260102000000_broken', 'CREATE TABLE half (id int)');
  expect(await migrate(url, folder)).toEqual(['20260102000000_broken']);
});

test('a migration that was changed after it was applied is reported, and not run again', async () => {
  await write('20260101000000_init', 'CREATE TABLE thing (id int)');
  await migrate(url, folder);
  await write('20260101000000_init', 'CREATE TABLE thing (id bigint)');
  const said: string[] = [];
  expect(await migrate(url, folder, (text) => said.push(text))).toEqual([]);
  expect(said).toEqual([expect.stringContaining('20260101000000_init')]);
});

test('the missing migration is written from schema.prisma, and applied makes it complete', async () => {
  const head = 'datasource db {\n  provider = "postgresql"\n}\n';
  const model = (fields: string) =>
    writeFile(
      join(folder, '../schema.prisma'),
      `${head}model thing {\n  id Int @id\n${fields}\n}\n`,
    );
  await write('20260101000000_init', 'CREATE TABLE thing (id int PRIMARY KEY, CHECK (id > 0));');
  await model('');
  expect(await writeMigration(folder, 'Nothing new')).toBeUndefined();
  await model(
    '  note String?\n  parent thing? @relation("p", fields: [up], references: [id])\n  up Int?\n  children thing[] @relation("p")',
  );
  const file = await writeMigration(folder, 'Add a note');
  expect(file).toMatch(/\/\d{14}_add_a_note\/migration\.sql$/);
  expect(await readFile(file ?? '', 'utf8')).toContain('ADD COLUMN     "note" TEXT');
  expect(await writeMigration(folder, 'Once more')).toBeUndefined();
  expect(await migrate(url, folder)).toHaveLength(2);
});

test.each(services)('the migrations of %s make what its schema.prisma says', async (service) => {
  const pool = new pg.Pool({ connectionString: url });
  expect(
    await diffMigrations(pool, migrationsOf(service)).finally(() => pool.end()),
  ).toBeUndefined();
});
