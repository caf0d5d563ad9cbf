import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@shop/testing';
import pg from 'pg';
import { afterEach, beforeEach } from 'vitest';

export const schemaHead = 'datasource db {\n  provider = "postgresql"\n}\n';

export type MigrationFixture = {
  url: string;
  /** Holds the migrations; schema.prisma is beside it. */
  folder: string;
  write(name: string, sql: string): Promise<void>;
  query<T extends object>(sql: string): Promise<T[]>;
};

/** Gives each test an empty database and an empty folder of migrations. */
export function useMigrationFixture(): MigrationFixture {
  let database: TestDatabase;
  const fixture: MigrationFixture = {
    url: '',
    folder: '',
    async write(name, sql) {
      await mkdir(join(fixture.folder, name), { recursive: true });
      await writeFile(join(fixture.folder, name, 'migration.sql'), sql);
    },
    async query<T extends object>(sql: string) {
      const client = new pg.Client({ connectionString: fixture.url });
      await client.connect();
      try {
        return (await client.query<T>(sql)).rows;
      } finally {
        await client.end();
      }
    },
  };
  beforeEach(async () => {
    database = await createTestDatabase();
    fixture.url = database.url;
    fixture.folder = join(await mkdtemp(join(tmpdir(), 'shop-migrations-')), 'migrations');
    await mkdir(fixture.folder);
    await writeFile(join(fixture.folder, 'migration_lock.toml'), 'provider = "postgresql"\n');
    await writeFile(join(fixture.folder, '../schema.prisma'), schemaHead);
  });
  afterEach(async () => {
    await rm(join(fixture.folder, '..'), { recursive: true, force: true });
    await database.drop();
  });
  return fixture;
}
