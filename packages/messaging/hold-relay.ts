import type pg from 'pg';
import { relayLock } from './publish-batch.ts';

/**
 * Waits for the batch that a relay is publishing, and lets no relay of this database publish until the returned
 * function is called or the connection ends. Changes go on: their events wait in the outbox.
 */
export async function holdRelay(client: pg.ClientBase): Promise<() => Promise<void>> {
  await client.query('SELECT pg_advisory_lock($1)', [relayLock]);
  return async () => {
    await client.query('SELECT pg_advisory_unlock($1)', [relayLock]);
  };
}
