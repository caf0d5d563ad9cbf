import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { createDatabases, databases, databaseUrlsOf, services } from '../postgres/databases.ts';
import { preparePostgres } from '../postgres/embedded-postgres.ts';
import { startSupervisedPostgres } from '../postgres/supervised-postgres.ts';
import type { Options } from './options.ts';

/** Databases whose URLs are known before they can be reached. */
export type PreparedDatabases = {
  readonly urls: Readonly<Record<string, string>>;
  /** Opens them. `report` receives a line when the embedded server has ended and is started again. */
  open(report: (text: string) => void): Promise<OpenDatabases>;
};

export type OpenDatabases = {
  /** Resolves with the reason when the embedded server cannot be started again; never without one. */
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
};

/** Prepares the databases that the options name, and embedded ones for the rest. */
export async function prepareDatabases(options: Options): Promise<PreparedDatabases> {
  const names = options.bus ? services : databases;
  const embedded = names.filter((name) => !options.databaseUrls[name]);
  if (embedded.length === 0) {
    const open = async () => ({
      failed: new Promise<Error>(() => undefined),
      stop: async () => {},
    });
    return { urls: options.databaseUrls, open };
  }
  const folder = join(options.dataDir, 'postgres');
  const prepared = await preparePostgres(folder);
  // Derived, so that nothing has to be stored and the same folder gives the same URL.
  const secret = new URL(prepared.url).password;
  const passwordOf = (name: string) => createHmac('sha256', secret).update(name).digest('hex');
  return {
    urls: { ...options.databaseUrls, ...databaseUrlsOf(prepared.url, embedded, passwordOf) },
    async open(report) {
      const postgres = await startSupervisedPostgres(folder, report, prepared);
      try {
        await createDatabases(prepared.url, embedded, passwordOf);
        return postgres;
      } catch (error) {
        await postgres.stop();
        throw error;
      }
    },
  };
}
