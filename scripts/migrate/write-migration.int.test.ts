import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { migrationsOf, services } from '../postgres/databases.ts';
import { schemaHead, useMigrationFixture } from '../testing/migrations.ts';
import { applyMigrations } from './apply-migrations.ts';
import { diffMigrations, writeMigration } from './write-migration.ts';

const fixture = useMigrationFixture();

test('the missing migration is written from schema.prisma, and applied makes it complete', async () => {
  const { folder, url } = fixture;
  const model = (fields: string) =>
    writeFile(
      join(folder, '../schema.prisma'),
      `${schemaHead}model thing {\n  id Int @id\n${fields}\n}\n`,
    );
  await fixture.write(
    '20260101000000_init',
    'CREATE TABLE thing (id int PRIMARY KEY, CHECK (id > 0));',
  );
  await model('');
  expect(await writeMigration(folder, 'Nothing new')).toBeUndefined();
  await model(
    '  note String?\n  parent thing? @relation("p", fields: [up], references: [id])\n  up Int?\n  children thing[] @relation("p")',
  );
  const file = await writeMigration(folder, 'Add a note');
  expect(file).toMatch(/\/\d{14}_add_a_note\/migration\.sql$/);
  expect(await readFile(file ?? '', 'utf8')).toContain('ADD COLUMN     "note" TEXT');
  expect(await writeMigration(folder, 'Once more')).toBeUndefined();
  expect(await applyMigrations(url, folder)).toHaveLength(2);
});

test.each(services)(
  'the migrations of %s produce what its schema.prisma describes',
  async (service) => {
    const pool = new pg.Pool({ connectionString: fixture.url });
    expect(
      await diffMigrations(pool, migrationsOf(service)).finally(() => pool.end()),
    ).toBeUndefined();
  },
);
