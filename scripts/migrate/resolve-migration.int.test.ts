import { beforeEach, expect, test } from 'vitest';
import { useMigrationFixture } from '../testing/migrations.ts';
import { applyMigrations } from './apply-migrations.ts';
import { type Resolution, resolveMigration } from './resolve-migration.ts';

const fixture = useMigrationFixture();
const name = '20260101000000_init';
const migrate = () => applyMigrations(fixture.url, fixture.folder);
const resolve = (migration: string, resolution: Resolution) =>
  resolveMigration(fixture.url, fixture.folder, migration, resolution);

beforeEach(async () => {
  await fixture.write(name, 'CREATE TABLE thing AS SELECT * FROM imported');
});
const fail = () => expect(migrate()).rejects.toThrow('does not exist');

test('a failed migration that was resolved as rolled back is applied again by the next run', async () => {
  await fail();
  await fixture.query('CREATE TABLE imported (id int)');
  await resolve(name, 'rolled-back');
  expect(await migrate()).toEqual([name]);
});

test('a failed migration that was resolved as applied is skipped by later runs', async () => {
  await fail();
  await fixture.query('CREATE TABLE thing (id int)');
  await resolve(name, 'applied');
  expect(await migrate()).toEqual([]);
});

test('a migration that is unknown, applied or did not fail cannot be resolved', async () => {
  await expect(resolve('20260102000000_unknown', 'applied')).rejects.toThrow('does not exist');
  await expect(resolve(name, 'rolled-back')).rejects.toThrow('did not fail');
  await resolve(name, 'applied');
  await expect(resolve(name, 'rolled-back')).rejects.toMatchObject({
    code: 'MIGRATION_NOT_RESOLVABLE',
    message: `Migration ${name} is applied.`,
  });
});
