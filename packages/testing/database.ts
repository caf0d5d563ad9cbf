import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

export type TestDatabase = { readonly url: string; drop(): Promise<void> };

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Options of CREATE DATABASE for each kind of locale that a database may have. */
const locales = {
  C: `LOCALE_PROVIDER libc LOCALE 'C'`,
  'C.UTF-8': `LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'`,
  ICU: `LOCALE_PROVIDER icu ICU_LOCALE 'tr' LOCALE 'C'`,
} as const;
export type TestLocale = keyof typeof locales;
export const testLocales = Object.keys(locales) as readonly TestLocale[];

/** Creates a database for one test file: empty, or with the tables of a service. */
export const createTestDatabase = (service?: string): Promise<TestDatabase> =>
  create(service ? `TEMPLATE template_${service}` : '');

/** Creates a database with a locale of its own and the tables of a service, whose folder of migrations is given. */
export async function createTestDatabaseIn(
  locale: TestLocale,
  migrations: URL,
): Promise<TestDatabase> {
  const database = await create(`TEMPLATE template0 ENCODING 'UTF8' ${locales[locale]}`);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    for (const name of (await readdir(migrations)).sort()) {
      const file = new URL(`${name}/migration.sql`, migrations);
      if (existsSync(file)) await client.query(await readFile(file, 'utf8'));
    }
  } finally {
    await client.end();
  }
  return database;
}

async function create(options: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(`CREATE DATABASE ${name} ${options}`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
