import type { EventBus, Message } from '@shop/messaging';
import { type Flow, flows, missedEvents, webhookFlows } from '../doctor/missed-events.ts';
import { type Database, readDatabases } from '../doctor/read-databases.ts';

const batchSize = 500;
/** Events of webhooks have no inbox: of those that are older, endpoints may not have been there. */
const webhookMinutes = 15;

/**
 * Sends the events that were published before the dump and not handled yet to their queues, in their order. Returns
 * their number. Consumers drop what they have handled.
 */
export const resendEvents = (
  urlOf: (service: string) => string,
  bus: EventBus,
  takenAt: string,
): Promise<number> =>
  readDatabases(urlOf, async (database) => {
    let count = 0;
    const since = Date.parse(takenAt) - webhookMinutes * 60_000;
    const webhooks = await webhookFlows(database);
    // What endpoints want is bound when the subgraph of webhooks starts, which is after this.
    await bus.declare({ 'webhook.events': webhooks.flatMap(({ types }) => types) });
    for (const flow of [...flows, ...webhooks]) {
      const ids: string[] = [];
      for await (const { id, at } of missedEvents(database, flow, 0)) {
        if (flow.queue !== 'webhook.events' || at >= since) ids.push(id);
      }
      await send(database, bus, flow, ids);
      count += ids.length;
    }
    return count;
  });

async function send(
  database: (service: string) => Database,
  bus: EventBus,
  { source, queue }: Flow,
  ids: readonly string[],
): Promise<void> {
  const rows = database(source).rows<Message>(
    `SELECT id, type, subject AS key, event::text AS body FROM outbox WHERE id = ANY($1) ORDER BY seq`,
    [ids],
  );
  let batch: Message[] = [];
  for await (const message of rows) {
    batch.push(message);
    if (batch.length < batchSize) continue;
    await bus.sendTo(queue, batch);
    batch = [];
  }
  if (batch.length > 0) await bus.sendTo(queue, batch);
}
