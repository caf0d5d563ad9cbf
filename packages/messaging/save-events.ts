import type { Fact, Origin, ShopEvent } from '@shop/schema';
import type { SqlClient } from '@shop/service/postgres';
import { createEvent } from './trace-events.ts';

/**
 * Saves facts as events in a service's `outbox`, in the order in which they happened, and returns the
 * events. Raw SQL: Prisma plans every `createMany` anew, and this runs for each change.
 */
export async function saveEvents(
  transaction: SqlClient,
  source: string,
  facts: readonly Fact[],
  origin: Origin,
): Promise<ShopEvent[]> {
  const events = facts.map((fact) => createEvent(source, fact, origin));
  if (events.length === 0) return events;
  await transaction.$executeRaw`
    INSERT INTO outbox (id, type, subject, event)
    SELECT (event->>'id')::uuid, event->>'type', event->>'subject', event
    FROM jsonb_array_elements(${JSON.stringify(events)}::jsonb) WITH ORDINALITY AS saved (event, place)
    ORDER BY place`;
  return events;
}
