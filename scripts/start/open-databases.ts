import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { createDatabases, databases, services } from '../postgres/databases.ts';
import { startSupervisedPostgres } from '../postgres/supervised-postgres.ts';
import type { Options } from './options.ts';

export type OpenDatabases = {
  readonly urls: Readonly<Record<string, string>>;
  /** Resolves with the reason when the embedded server cannot be started again; never without one. */
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
};

/**
 * Opens the databases the options name, and embedded ones for the rest. `report` receives a line when the
 * embedded server has ended and is started again.
 */
export async function openDatabases(
  options: Options,
  report: (text: string) => void,
): Promise<OpenDatabases> {
  const names = options.bus ? services : databases;
  const embedded = names.filter((name) => !options.databaseUrls[name]);
  if (embedded.length === 0) {
    return {
      urls: options.databaseUrls,
      failed: new Promise(() => undefined),
      stop: async () => {},
    };
  }
  const postgres = await startSupervisedPostgres(join(options.dataDir, 'postgres'), report);
  // Derived, so that nothing has to be stored and the same folder gives the same URL.
  const secret = new URL(postgres.url).password;
  const passwordOf = (name: string) => createHmac('sha256', secret).update(name).digest('hex');
  try {
    const own = await createDatabases(postgres.url, embedded, passwordOf);
    return {
      urls: { ...options.databaseUrls, ...own },
      failed: postgres.failed,
      stop: postgres.stop,
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
