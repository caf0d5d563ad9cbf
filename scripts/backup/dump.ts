import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to } from 'pg-copy-streams';
import { type Manifest, rowsFile, writeManifest } from './manifest.ts';
import { withSnapshots } from './snapshots.ts';
import { readMigrations, readSequences, readTables, type Table } from './tables.ts';

/**
 * Writes the rows of all databases, of one consistent point, into a new folder that only its owner can read. The
 * queues are not part of it: the outboxes have what is on its way.
 */
export async function dump(urlOf: (service: string) => string, folder: string): Promise<Manifest> {
  await mkdir(folder, { mode: 0o700 });
  return withSnapshots(urlOf, async (snapshots) => {
    const takenAt = new Date().toISOString();
    const entries = await Promise.all(
      [...snapshots].map(async ([name, client]) => [
        name,
        await dumpDatabase(client, folder, name),
      ]),
    );
    const content: Manifest = { format: 1, takenAt, databases: Object.fromEntries(entries) };
    await writeManifest(folder, content);
    return content;
  });
}

async function dumpDatabase(client: pg.Client, folder: string, database: string) {
  await mkdir(join(folder, database), { mode: 0o700 });
  const tables: Manifest['databases'][string]['tables'] = [];
  for (const table of await readTables(client)) {
    const rows = await dumpTable(client, table, rowsFile(folder, database, table.name));
    tables.push({ ...table, columns: [...table.columns], rows });
  }
  return {
    migrations: await readMigrations(client),
    tables,
    sequences: await readSequences(client),
  };
}

/** Writes the rows of a table to a file. Returns how many there are. */
export async function dumpTable(client: pg.Client, table: Table, file: string): Promise<number> {
  const copy = client.query(to(`COPY ${target(table)} TO STDOUT`));
  await pipeline(copy, createGzip({ level: 1 }), createWriteStream(file, { mode: 0o600 }));
  // The rows end before PostgreSQL reports their number, which the next query waits for.
  await client.query('SELECT');
  return copy.rowCount;
}

/** Returns the table and its columns for COPY. */
export const target = ({ name, columns }: Table): string =>
  `${pg.escapeIdentifier(name)} (${columns.map((column) => pg.escapeIdentifier(column)).join(', ')})`;
