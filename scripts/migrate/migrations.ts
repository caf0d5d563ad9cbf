import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Migration = {
  /** Its folder: `20260301000000_init`. */
  readonly name: string;
  readonly sql: string;
};

/** The migrations of a service in the order in which they are applied: by name. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql };
    }),
  );
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** The checksum that Prisma stores with a migration. */
export const checksumOf = ({ sql }: Migration): string => sha256(sql);

/** Whether a stored checksum is of this migration, with either kind of line end, as for Prisma. */
export function hasChecksum({ sql }: Migration, checksum: string): boolean {
  const unix = sql.replaceAll('\r\n', '\n');
  return [sql, unix, unix.replaceAll('\n', '\r\n')].some((text) => sha256(text) === checksum);
}
