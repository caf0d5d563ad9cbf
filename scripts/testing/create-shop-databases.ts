import { applyMigrations } from '../migrate/apply-migrations.ts';
import { createDatabases, databases, migrationsOf, services } from '../postgres/databases.ts';

/** Creates the migrated databases of a shop, without rows. Returns the URLs by name. */
export async function createShopDatabases(postgresUrl: string): Promise<Record<string, string>> {
  const urls = await createDatabases(postgresUrl, databases, () => 'test');
  await Promise.all(services.map((name) => applyMigrations(urls[name] ?? '', migrationsOf(name))));
  return urls;
}
