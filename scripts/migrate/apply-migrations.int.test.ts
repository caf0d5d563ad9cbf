import { until } from '@shop/testing';
import pg from 'pg';
import { expect, test } from 'vitest';
import { useMigrationFixture } from '../testing/migrations.ts';
import { applyMigrations } from './apply-migrations.ts';

const fixture = useMigrationFixture();
const { write, query } = fixture;
const migrate = (warn?: (text: string) => void) =>
  applyMigrations(fixture.url, fixture.folder, warn);
const failure = () => migrate().catch((error) => error);

/** Slow enough for two that start together to meet, and wrong when it runs twice. */
const slow = `SELECT pg_sleep(0.3); CREATE TABLE thing (id int); INSERT INTO thing VALUES (1);`;

test('pending migrations are applied in order of names, and a second run applies nothing', async () => {
  await write('20260102000000_fill', 'INSERT INTO thing VALUES (2)');
  await write('20260101000000_init', 'CREATE TABLE thing (id int)');
  const names = ['20260101000000_init', '20260102000000_fill'];
  expect(await migrate()).toEqual(names);
  expect(await migrate()).toEqual([]);
  await write('20260103000000_more', 'INSERT INTO thing VALUES (3)');
  expect(await migrate()).toEqual(['20260103000000_more']);
  expect(await query('SELECT id FROM thing ORDER BY id')).toEqual([{ id: 2 }, { id: 3 }]);
});

test('functions with semicolons in their bodies are applied whole', async () => {
  await write(
    '20260101000000_init',
    'CREATE FUNCTION answer() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 42; END $$;',
  );
  await migrate();
  expect(await query('SELECT answer()')).toEqual([{ answer: 42 }]);
});

test('a migration may end in a comment, or contain a statement that no transaction allows', async () => {
  await write('20260101000000_init', 'CREATE TABLE thing (id int); -- the only table');
  await write('20260102000000_index', 'CREATE INDEX CONCURRENTLY thing_id ON thing (id)');
  expect(await migrate()).toHaveLength(2);
  expect(await migrate()).toEqual([]);
  expect(await query(`SELECT to_regclass('thing_id')::text AS name`)).toEqual([
    { name: 'thing_id' },
  ]);
});

test('what a migration sets for its session does not affect the next one', async () => {
  await write('20260101000000_init', `SET search_path = pg_catalog; SET statement_timeout = 77777`);
  await write(
    '20260102000000_table',
    `CREATE TABLE thing AS SELECT current_setting('statement_timeout') AS timeout`,
  );
  expect(await migrate()).toHaveLength(2);
  expect(await query(`SELECT to_regclass('public.thing')::text AS name`)).toEqual([
    { name: 'thing' },
  ]);
  expect(await query('SELECT timeout FROM public.thing')).not.toEqual([{ timeout: '77777ms' }]);
});

test('when processes migrate one database at once, one applies and the others wait for it', async () => {
  await write('20260101000000_init', slow);
  const results = await Promise.all([1, 2, 3].map(() => migrate()));
  expect(results.flat()).toEqual(['20260101000000_init']);
  expect(await query('SELECT id FROM thing')).toEqual([{ id: 1 }]);
});

test('a failed migration is named, leaves nothing, and is applied once its file is corrected', async () => {
  await write('20260101000000_init', 'CREATE TABLE thing (id int)');
  await write(
    '20260102000000_broken',
    'CREATE TABLE half (id int);\nINSERT INTO nowhere VALUES (1)',
  );
  const error = await failure();
  expect(error).toMatchObject({ code: 'MIGRATION_FAILED', migration: '20260102000000_broken' });
  expect(error.message).toBe(
    'Migration 20260102000000_broken failed: relation "nowhere" does not exist (42P01)',
  );
  expect(await query(`SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
  await write('20260102000000_broken', 'CREATE TABLE half (id int)');
  expect(await migrate()).toEqual(['20260102000000_broken']);
});

test('a failed migration stops the next run with its reason and the ways to resolve it', async () => {
  await write('20260101000000_init', 'INSERT INTO nowhere VALUES (1)');
  await write('20260102000000_next', 'CREATE TABLE thing (id int)');
  await failure();
  const error = await failure();
  expect(error).toMatchObject({ code: 'MIGRATION_UNRESOLVED', migration: '20260101000000_init' });
  expect(error.message).toContain('relation "nowhere" does not exist (42P01)');
  expect(error.message).toContain('--rolled-back <service> 20260101000000_init');
  expect(error.message).toContain('--applied <service> 20260101000000_init');
  expect(await query(`SELECT to_regclass('thing') AS thing`)).toEqual([{ thing: null }]);
  expect(await query('SELECT migration_name FROM _prisma_migrations')).toHaveLength(1);
});

test('a migration that was interrupted is applied again', async () => {
  const other = new pg.Client({ connectionString: fixture.url });
  await other.connect();
  await other.query('SELECT pg_advisory_lock(42)');
  await write(
    '20260101000000_init',
    'CREATE TABLE thing (id int); SELECT pg_advisory_xact_lock(42)',
  );
  const interrupted = failure();
  const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event = 'advisory'`;
  await until('the migration to wait', async () => (await other.query(kill)).rowCount === 1);
  expect(await interrupted).toBeInstanceOf(Error);
  await other.end();
  const rows = 'SELECT finished_at, logs FROM _prisma_migrations WHERE rolled_back_at IS NULL';
  expect(await query(rows)).toEqual([{ finished_at: null, logs: null }]);
  expect(await migrate()).toEqual(['20260101000000_init']);
});

test('a migration that waits for a lock lets the shop pass, and is applied when it gets the lock', async () => {
  await write('20260101000000_init', 'CREATE TABLE thing (id int)');
  await migrate();
  await write('20260102000000_next', 'ALTER TABLE thing ADD COLUMN name text');
  const [long, reader] = [1, 2].map(() => new pg.Client({ connectionString: fixture.url }));
  if (!long || !reader) throw new Error('no clients');
  await Promise.all([long.connect(), reader.connect()]);
  await long.query('BEGIN; SELECT FROM thing');
  const migrated = migrate();
  const waiting = `SELECT FROM pg_stat_activity WHERE query LIKE 'ALTER TABLE%' AND wait_event = 'relation'
    AND datname = current_database()`;
  await until('the migration to wait', async () => (await reader.query(waiting)).rowCount === 1);
  // Queued behind the migration, until that gives up.
  await reader.query('SELECT FROM thing');
  await long.query('COMMIT');
  expect(await migrated).toEqual(['20260102000000_next']);
  await Promise.all([long.end(), reader.end()]);
});

test('a migration that was changed after it was applied stops the run and is not run again', async () => {
  await write('20260101000000_init', 'CREATE TABLE thing (id int)');
  await migrate();
  await write('20260101000000_init', 'CREATE TABLE thing (id bigint)');
  await write('20260102000000_next', 'CREATE TABLE next (id int)');
  const error = await failure();
  expect(error).toMatchObject({ code: 'MIGRATION_CHANGED', migration: '20260101000000_init' });
  expect(error.message).toContain('20260101000000_init was changed after it was applied');
  expect(await query(`SELECT to_regclass('next') AS next`)).toEqual([{ next: null }]);
  const type = `SELECT data_type FROM information_schema.columns WHERE table_name = 'thing'`;
  expect(await query(type)).toEqual([{ data_type: 'integer' }]);
});

test('other line ends are not a change of an applied migration', async () => {
  await write('20260101000000_init', 'CREATE TABLE thing (\n  id int\n);\n');
  await migrate();
  await write('20260101000000_init', 'CREATE TABLE thing (\r\n  id int\r\n);\r\n');
  expect(await migrate()).toEqual([]);
});

test('an applied migration that the folder lacks is reported, and pending ones are applied', async () => {
  await write('20260102000000_newer', 'CREATE TABLE newer (id int)');
  await migrate();
  const warnings: string[] = [];
  const older = `${fixture.folder}/../older`;
  await write('../older/20260101000000_init', 'CREATE TABLE thing (id int)');
  expect(await applyMigrations(fixture.url, older, (text) => warnings.push(text))).toEqual([
    '20260101000000_init',
  ]);
  expect(warnings).toEqual([expect.stringContaining('20260102000000_newer')]);
});

test('a database with tables of another origin is refused', async () => {
  await query('CREATE TABLE foreign_table (id int)');
  await write('20260101000000_init', 'CREATE TABLE thing (id int)');
  expect(await failure()).toMatchObject({ code: 'SCHEMA_NOT_EMPTY' });
  expect(await query(`SELECT to_regclass('_prisma_migrations') AS name`)).toEqual([{ name: null }]);
});
