import { type Fact, newEvent, type Origin, type ShopEvent } from '@shop/schema';

/** What the Prisma clients of all services have in common. */
type SqlClient = {
  $executeRaw(sql: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>;
};

/**
 * Saves facts as events in a service's `outbox`, in the order in which they happened, and returns the
 * events. Raw, like `isFirstTime`: Prisma plans every `createMany` anew, and these run for each change.
 */
export async function saveEvents(
  transaction: SqlClient,
  source: string,
  facts: readonly Fact[],
  origin: Origin,
): Promise<ShopEvent[]> {
  const events = facts.map((fact) => newEvent(source, fact, origin));
  if (events.length === 0) return events;
  await transaction.$executeRaw`
    INSERT INTO outbox (id, type, subject, event)
    SELECT (event->>'id')::uuid, event->>'type', event->>'subject', event
    FROM jsonb_array_elements(${JSON.stringify(events)}::jsonb) WITH ORDINALITY AS saved (event, place)
    ORDER BY place`;
  return events;
}

/** Notes in a service's `inbox` that a queue has brought this event; `false` when it had before. */
export async function isFirstTime(
  transaction: SqlClient,
  queue: string,
  eventId: string,
): Promise<boolean> {
  const count = await transaction.$executeRaw`
    INSERT INTO inbox (queue, event_id) VALUES (${queue}, ${eventId}::uuid) ON CONFLICT DO NOTHING`;
  return count === 1;
}
