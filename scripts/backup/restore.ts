import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import { target } from './dump.ts';
import { type Manifest, readManifest, rowsFile } from './manifest.ts';
import { readMigrations } from './tables.ts';

/** Filled by `npm run migrate`. */
const filledByMigrations = ['currencies'];

/**
 * Restores the rows of a dump into databases that have the same migrations and no rows; each database in one
 * transaction. Throws before it writes when one of them does not fit.
 */
export async function restore(
  urlOf: (service: string) => string,
  folder: string,
): Promise<Manifest> {
  const content = await readManifest(folder);
  const clients = Object.keys(content.databases).map(
    (name) => [name, new pg.Client({ connectionString: urlOf(name) })] as const,
  );
  try {
    for (const [name, client] of clients) {
      client.on('error', () => undefined);
      await client.connect();
      await assertFits(client, name, content);
    }
    for (const [name, client] of clients) await restoreDatabase(client, folder, name, content);
    return content;
  } finally {
    await Promise.all(clients.map(([, client]) => client.end().catch(() => undefined)));
  }
}

async function assertFits(client: pg.Client, name: string, { databases }: Manifest): Promise<void> {
  const { migrations = [], tables = [] } = databases[name] ?? {};
  const applied = await readMigrations(client).catch(() => []);
  if (applied.join() !== migrations.join()) {
    throw new Error(
      `The database of ${name} has other migrations than the dump. Restore with the release that took it, after npm run migrate -- all.`,
    );
  }
  for (const table of tables) {
    if (filledByMigrations.includes(table.name)) continue;
    const sql = `SELECT EXISTS (SELECT FROM ${pg.escapeIdentifier(table.name)}) AS filled`;
    const { rows } = await client.query<{ filled: boolean }>(sql);
    if (!rows[0]?.filled) continue;
    throw new Error(`The database of ${name} has rows in ${table.name}: restore into empty ones.`);
  }
}

async function restoreDatabase(
  client: pg.Client,
  folder: string,
  database: string,
  { databases }: Manifest,
): Promise<void> {
  const { tables = [], sequences = [] } = databases[database] ?? {};
  await client.query('BEGIN');
  for (const table of tables) {
    if (filledByMigrations.includes(table.name)) {
      await client.query(`DELETE FROM ${pg.escapeIdentifier(table.name)}`);
    }
    const copy = client.query(from(`COPY ${target(table)} FROM STDIN`));
    const file = rowsFile(folder, database, table.name);
    await pipeline(createReadStream(file), createGunzip(), copy);
    if (copy.rowCount === table.rows) continue;
    throw new Error(`${file} has ${copy.rowCount} rows, the manifest ${table.rows}.`);
  }
  for (const { name, next } of sequences) {
    await client.query('SELECT setval(quote_ident($1)::regclass, $2, false)', [name, next]);
  }
  await client.query('COMMIT; ANALYZE');
}
