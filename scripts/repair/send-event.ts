import { publishesEvents, type QueueName } from '@shop/schema';
import { services } from '../postgres/databases.ts';
import type { RepairContext } from './repair-context.ts';

type Row = { readonly type: string; readonly subject: string; readonly body: string };

/** Sends an event from the outbox of its service to one queue. Throws when no outbox has it any more. */
export async function sendEvent(
  { pool, bus }: RepairContext,
  queue: QueueName,
  id: string,
): Promise<void> {
  for (const service of services.filter(publishesEvents)) {
    const { rows } = await pool(service).query<Row>(
      'SELECT type, subject, event::text AS body FROM outbox WHERE id = $1',
      [id],
    );
    const [event] = rows;
    if (!event) continue;
    const { type, subject: key, body } = event;
    return bus.sendTo(queue, [{ id, type, key, body }]);
  }
  throw new Error(`No outbox has the event ${id} any more.`);
}
