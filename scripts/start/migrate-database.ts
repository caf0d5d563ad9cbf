import { applyMigrations } from '../migrate/apply-migrations.ts';
import { MigrationError } from '../migrate/migration-error.ts';
import { migrationsOf } from '../postgres/databases.ts';
import type { Options } from './options.ts';

/**
 * Applies the pending migrations of a service. The error of a database in DATA_DIR says how to start again
 * without the stored data.
 */
export async function migrateDatabase(
  name: string,
  url: string,
  { dataDir, databaseUrls }: Pick<Options, 'dataDir' | 'databaseUrls'>,
  report: (text: string) => void,
): Promise<void> {
  const warn = (text: string) => report(`! ${name}: ${text}`);
  try {
    await applyMigrations(url, migrationsOf(name), warn);
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    const isStored = databaseUrls[name] === undefined;
    const wayOut = `\nTo delete everything in ${dataDir} and start again: npm start -- --reset`;
    const message = `The database of ${name} cannot be migrated. ${error.message}`;
    throw new Error(isStored ? message + wayOut : message, { cause: error });
  }
}
