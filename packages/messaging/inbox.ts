import type { SqlClient } from './sql-client.ts';

/**
 * Records in a service's `inbox` that it handles this event of a queue. Resolves to `false` when it has
 * handled the event before. Raw SQL for the same reason as in `saveEvents`.
 */
export async function isFirstTime(
  transaction: SqlClient,
  queue: string,
  eventId: string,
): Promise<boolean> {
  const count = await transaction.$executeRaw`
    INSERT INTO inbox (queue, event_id) VALUES (${queue}, ${eventId}::uuid) ON CONFLICT DO NOTHING`;
  return count === 1;
}
