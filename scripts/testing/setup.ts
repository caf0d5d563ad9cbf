import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { applyMigrations } from '../migrate/apply-migrations.ts';
import { migrationsOf, services } from '../postgres/databases.ts';
import { startPostgres } from '../postgres/embedded-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Administrator of a PostgreSQL with a migrated database `template_<service>` for each service. */
    postgresUrl: string;
  }
}

/** Gives integration tests a PostgreSQL of their own; stops and forgets it afterwards. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-test-'));
  const postgres = await startPostgres(folder);
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  // No test survives a crash of the machine, and a busy disk takes seconds for each database that is made or dropped.
  for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit']) {
    await client.query(`ALTER SYSTEM SET ${setting} = off`);
  }
  await client.query('SELECT pg_reload_conf()');
  for (const name of services) await client.query(`CREATE DATABASE template_${name}`);
  await client.end();
  await Promise.all(
    services.map((name) => {
      const url = new URL(postgres.url);
      url.pathname = `/template_${name}`;
      return applyMigrations(url.href, migrationsOf(name));
    }),
  );
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
