import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { applyMigrations } from '../migrate/apply-migrations.ts';
import { createDatabases, databases, folderOf, services } from '../postgres/databases.ts';
import { root } from '../root.ts';

/**
 * Creates the databases of a shop where they are missing, and applies the migrations of a release, by default of this
 * one. Returns the URLs by name.
 */
export async function createShopDatabases(
  postgresUrl: string,
  release = root,
): Promise<Record<string, string>> {
  const urls = await createDatabases(postgresUrl, databases, () => 'test');
  await Promise.all(
    services.map(async (name) => {
      const folder = join(release, folderOf(name), 'prisma/migrations');
      if (existsSync(folder)) await applyMigrations(urls[name] ?? '', folder);
    }),
  );
  return urls;
}
