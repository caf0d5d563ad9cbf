import { eventsBySource, type QueueName, queues } from '@shop/schema';
import type pg from 'pg';
import { type Arguments, parseQueue, parseTime, UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { type EventFilter, readHistory, withDatabase } from './history.ts';
import type { Targets } from './targets.ts';

type ReplayRequest = EventFilter & { readonly service: string; readonly queue: QueueName };

/**
 * Publishes past events of a service to one queue. Its consumer skips the events that it has handled, unless
 * `--again` deletes them from its inbox first.
 */
export const replay: Command = async ({ bus, args, targets, output }) => {
  const request = parseReplay(args);
  await withDatabase(targets.databaseUrl(request.service), async (client) => {
    const history = readHistory(client, request);
    if (!args.yes) {
      return output.out(`${await history.count()} events. Add --yes to send them.`);
    }
    const forget = args.again ? createForget(request.queue, targets) : async () => undefined;
    let sent = 0;
    try {
      for await (const messages of history.batches()) {
        await forget(messages.map(({ id }) => id));
        await bus.sendTo(request.queue, messages);
        sent += messages.length;
      }
    } catch (cause) {
      const reason = (cause as Error).message;
      throw new Error(`Stopped after ${sent} events. The replay can be repeated. ${reason}`, {
        cause,
      });
    }
    output.out(`sent: ${sent} to ${request.queue}`);
  });
};

function parseReplay({ words: [service = ''], ...args }: Arguments): ReplayRequest {
  const { type = '', subject } = args;
  const published = Object.entries(eventsBySource).find(([source]) => source === service)?.[1];
  if (!published) throw new UsageError(`Name a service: ${list(Object.keys(eventsBySource))}.`);
  if (!Object.hasOwn(published, type)) {
    const types = list(Object.keys(published));
    throw new UsageError(`--type must be an event that ${service} publishes: ${types}.`);
  }
  if (!args.to) throw new UsageError('--to names the queue that receives the events.');
  const queue = parseQueue(args.to);
  const subscribed: readonly string[] = queues[queue];
  if (!subscribed.includes(type)) {
    throw new UsageError(`${queue} subscribes to ${list(subscribed)} only.`);
  }
  const [since, until] = [parseTime('since', args.since), parseTime('until', args.until)];
  return { service, queue, type, subject, since, until };
}

const list = (names: readonly string[]): string => names.join(', ');

/** Returns a function that deletes events from the inbox of a queue's consumer; all of them or none. */
function createForget(queue: QueueName, targets: Targets) {
  const consumer = queue.split('.')[0] ?? '';
  const url = targets.databaseUrl(consumer);
  return (ids: readonly string[]) =>
    withDatabase(url, async (client) => {
      await assertHasInbox(client, consumer);
      // One statement is one transaction.
      await client.query('DELETE FROM inbox WHERE queue = $1 AND event_id = ANY($2)', [queue, ids]);
    });
}

async function assertHasInbox(client: pg.Client, consumer: string): Promise<void> {
  const { rows } = await client.query(`SELECT to_regclass('inbox') AS inbox`);
  if (rows[0]?.inbox) return;
  throw new Error(`${consumer} has no inbox: another table records which events it has handled.`);
}
