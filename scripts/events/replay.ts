import type { EventBus } from '@shop/messaging';
import { eventsBySource, type QueueName, queues } from '@shop/schema';
import type pg from 'pg';
import { type Arguments, readQueue, readTime, UsageError } from './arguments.ts';
import { type Choice, readHistory, withDatabase } from './history.ts';
import type { Places } from './places.ts';

type Order = Choice & { readonly service: string; readonly queue: QueueName };

/**
 * Sends events of a service's history to one queue. Its consumer drops those that it has handled,
 * unless `--again` makes it forget them first.
 */
export async function replay(bus: EventBus, args: Arguments, places: Places): Promise<void> {
  const order = readOrder(args);
  await withDatabase(places.databaseUrl(order.service), async (client) => {
    const history = readHistory(client, order);
    if (!args.yes) {
      console.log(`${await history.count()} events; nothing is sent without --yes`);
      return;
    }
    const forget = args.again ? forgetting(order.queue, places) : async () => undefined;
    let sent = 0;
    try {
      for await (const messages of history.batches()) {
        await forget(messages.map(({ id }) => id));
        await bus.sendTo(order.queue, messages);
        sent += messages.length;
      }
    } catch (cause) {
      const reason = (cause as Error).message;
      throw new Error(`stopped after ${sent} events, and can be run again: ${reason}`, { cause });
    }
    console.log(`sent: ${sent} to ${order.queue}`);
  });
}

function readOrder({ words: [service = ''], ...args }: Arguments): Order {
  const { type = '', subject } = args;
  const said = Object.entries(eventsBySource).find(([source]) => source === service)?.[1];
  if (!said) throw new UsageError(`Name a service: ${Object.keys(eventsBySource).join(', ')}`);
  if (!Object.hasOwn(said, type)) {
    throw new UsageError(`--type must be what ${service} says: ${Object.keys(said).join(', ')}`);
  }
  if (!args.to) throw new UsageError('--to names the queue that gets the events.');
  const queue = readQueue(args.to);
  const heard: readonly string[] = queues[queue];
  if (!heard.includes(type)) throw new UsageError(`${queue} hears ${heard.join(', ')} only`);
  const [since, until] = [readTime('since', args.since), readTime('until', args.until)];
  return { service, queue, type, subject, since, until };
}

/** Makes the consumer of a queue forget that it has handled these events; all of them or none. */
function forgetting(queue: QueueName, places: Places) {
  const consumer = queue.split('.')[0] ?? '';
  const url = places.databaseUrl(consumer);
  return (ids: readonly string[]) =>
    withDatabase(url, async (client) => {
      await refuseWithoutInbox(client, consumer);
      // One statement is one transaction.
      await client.query('DELETE FROM inbox WHERE queue = $1 AND event_id = ANY($2)', [queue, ids]);
    });
}

async function refuseWithoutInbox(client: pg.Client, consumer: string): Promise<void> {
  const { rows } = await client.query(`SELECT to_regclass('inbox') AS inbox`);
  if (rows[0]?.inbox) return;
  throw new Error(`${consumer} keeps no inbox: it knows by other means what it has done`);
}
