import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@shop/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyMigrations } from '../migrate/apply-migrations.ts';
import { migrateDatabase } from './migrate-database.ts';

let folder: string;
let database: TestDatabase;
const reports: string[] = [];
beforeEach(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'shop-old-'));
  reports.length = 0;
  // As a version before the first release wrote them.
  await write('20260301000000_init', 'CREATE TABLE users ()');
  await write('20261121090000_sessions', 'CREATE TABLE sessions ()');
  await applyMigrations(database.url, folder);
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  await database.drop();
});

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name));
  await writeFile(join(folder, name, 'migration.sql'), sql);
}

const migrate = (databaseUrls: Readonly<Record<string, string>>) =>
  migrateDatabase('user', database.url, { dataDir: '/shop/.data', databaseUrls }, (text) =>
    reports.push(text),
  ).catch((error: Error) => error.message);

test('stored data of an older version end the start with one message that names --reset', async () => {
  const message = await migrate({});
  expect(message).toContain(
    'The database of user cannot be migrated. Migration 20260301000000_init',
  );
  expect(message).toContain(
    'To delete everything in /shop/.data and start again: npm start -- --reset',
  );
  expect(reports).toEqual([]);
});

test('the message about an external database does not name --reset, which would not change it', async () => {
  const message = await migrate({ user: database.url });
  expect(message).toContain('20260301000000_init was changed after it was applied');
  expect(message).not.toContain('--reset');
});
