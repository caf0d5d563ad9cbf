import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const table = z.object({ name: z.string(), columns: z.array(z.string()), rows: z.number() });

/** What a dump contains. The rows are beside it: `<database>/<table>.copy.gz`, as COPY writes them. */
const manifest = z.object({
  format: z.literal(1),
  takenAt: z.iso.datetime(),
  databases: z.record(
    z.string(),
    z.object({
      /** Name and checksum of each. Rows fit in databases with the same ones. */
      migrations: z.array(z.string()),
      tables: z.array(table),
      sequences: z.array(z.object({ name: z.string(), next: z.string() })),
    }),
  ),
});
export type Manifest = z.infer<typeof manifest>;

const fileOf = (folder: string) => join(folder, 'manifest.json');

export const rowsFile = (folder: string, database: string, name: string): string =>
  join(folder, database, `${name}.copy.gz`);

/** Writes the manifest, the last file of a dump: without it a dump is not complete. */
export const writeManifest = (folder: string, content: Manifest): Promise<void> =>
  writeFile(fileOf(folder), `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });

/** Reads the manifest. Throws when the folder is not a complete dump. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(fileOf(folder), 'utf8').catch((cause: Error) => {
    throw new Error(`${folder} is not a complete dump: ${cause.message}`, { cause });
  });
  return manifest.parse(JSON.parse(text));
}
