import { holdRelay } from '@shop/messaging';
import { publishesEvents } from '@shop/schema';
import pg from 'pg';
import { services } from '../postgres/databases.ts';

export type Snapshots = ReadonlyMap<string, pg.Client>;

/** How long the relays may be held while the snapshots are taken. */
const holdMs = 10_000;

/**
 * Opens a read-only snapshot of every database while `work` runs, all of one consistent point. The relays are held
 * until the last snapshot is taken: services change each other through published events alone, so nothing that one
 * snapshot has can be the effect of something that another lacks. The shop goes on meanwhile.
 */
export async function withSnapshots<T>(
  urlOf: (service: string) => string,
  work: (snapshots: Snapshots) => Promise<T>,
): Promise<T> {
  const clients = new Map<string, pg.Client>(
    services.map((name) => [name, new pg.Client({ connectionString: urlOf(name) })]),
  );
  try {
    await Promise.all([...clients].map(([name, client]) => connect(name, client)));
    const releases = await Promise.all(
      [...clients].map(([name, client]) => (publishesEvents(name) ? holdRelay(client) : undefined)),
    );
    const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1';
    await Promise.all([...clients.values()].map((client) => client.query(begin)));
    await Promise.all(releases.map((release) => release?.()));
    return await work(clients);
  } finally {
    await Promise.all([...clients.values()].map((client) => client.end().catch(() => undefined)));
  }
}

async function connect(name: string, client: pg.Client): Promise<void> {
  client.on('error', () => undefined);
  await client.connect().catch((cause: Error & { code?: string }) => {
    throw new Error(`The database of ${name} cannot be read: ${cause.message || cause.code}.`, {
      cause,
    });
  });
  await client.query(`SET lock_timeout = ${holdMs}`);
}
