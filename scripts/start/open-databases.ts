import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { createDatabases, databases, services } from '../postgres/databases.ts';
import { startPostgres } from '../postgres/embedded-postgres.ts';
import type { Options } from './options.ts';

export type OpenDatabases = {
  readonly urls: Readonly<Record<string, string>>;
  /** Resolves when the embedded server has ended; never without one. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
};

/** The databases the options name, and embedded ones for the rest. */
export async function openDatabases(options: Options): Promise<OpenDatabases> {
  const names = options.bus ? services : databases;
  const embedded = names.filter((name) => !options.databaseUrls[name]);
  if (embedded.length === 0) {
    return {
      urls: options.databaseUrls,
      ended: new Promise(() => undefined),
      stop: async () => {},
    };
  }
  const postgres = await startPostgres(join(options.dataDir, 'postgres'));
  // Derived, so that nothing has to be stored and the same folder gives the same URL.
  const secret = new URL(postgres.url).password;
  const passwordOf = (name: string) => createHmac('sha256', secret).update(name).digest('hex');
  try {
    const own = await createDatabases(postgres.url, embedded, passwordOf);
    return {
      urls: { ...options.databaseUrls, ...own },
      ended: postgres.ended,
      stop: postgres.stop,
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
