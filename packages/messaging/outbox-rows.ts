import { type Fact, newEvent, type Origin } from '@shop/schema';

/** Rows for a service's `outbox` table, in the order in which the facts happened. */
export const outboxRows = (source: string, facts: readonly Fact[], origin: Origin) =>
  facts.map((fact) => {
    const event = newEvent(source, fact, origin);
    return { id: event.id, type: event.type, subject: event.subject, event };
  });
