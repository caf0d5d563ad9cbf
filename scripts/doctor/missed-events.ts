import {
  declaredQueues,
  type EventType,
  eventNameOf,
  eventsBySource,
  mailedByParcels,
  type QueueName,
  queues,
} from '@shop/schema';
import { type Compared, compareRows } from './compare-rows.ts';
import type { Database } from './read-databases.ts';

/** The events of a service that a queue receives. */
export type Flow = {
  readonly source: string;
  readonly queue: QueueName;
  readonly types: readonly string[];
};

/** Events that notification may handle without a message. */
const withoutMessage: readonly string[] = [
  'user.email_verified.v1',
  'user.roles_changed.v1',
  ...mailedByParcels,
  'payment.disputed.v1',
  'stock.low.v1',
];

/** Every flow whose consumer records which events it has handled. */
export const flows: readonly Flow[] = Object.entries(declaredQueues).flatMap(([queue, types]) =>
  Object.entries(eventsBySource).flatMap(([source, published]) => {
    const received = types.filter(
      (type) =>
        Object.hasOwn(published, type) &&
        !(queue === 'notification.mail' && withoutMessage.includes(type)),
    );
    return received.length > 0 ? [{ source, queue: queue as QueueName, types: received }] : [];
  }),
);

type Handled = { readonly database: string; readonly sql: string; readonly values: string[] };

/** Where a consumer records which events of a queue it has handled. */
function handledOf(queue: string): Handled {
  const [database = ''] = queue.split('.');
  const value = `'{}'::jsonb AS value`;
  const inbox = `SELECT event_id AS id, ${value} FROM inbox WHERE queue = $1 ORDER BY event_id`;
  const log = `SELECT DISTINCT event_id AS id, ${value} FROM deliveries ORDER BY event_id`;
  return Object.hasOwn({ notification: 0, webhook: 0 }, database)
    ? { database, sql: log, values: [] }
    : { database, sql: inbox, values: [queue] };
}

export type MissedEvent = { readonly id: string; readonly type: string; readonly at: number };

/** Yields the events that were published before the last `minutes` and that the consumer has not handled. */
export async function* missedEvents(
  database: (service: string) => Database,
  { source, queue, types }: Flow,
  minutes: number,
): AsyncGenerator<MissedEvent> {
  const handled = handledOf(queue);
  const published = database(source).rows<Compared>(
    `SELECT id, jsonb_build_object('type', type, 'at', extract(epoch FROM created_at) * 1000) AS value
     FROM outbox WHERE type = ANY($1) AND published_at <= now() - $2 * interval '1 minute' ORDER BY id`,
    [types, minutes],
  );
  const known = database(handled.database).rows<Compared>(handled.sql, handled.values);
  for await (const { id, source: event, copy } of compareRows(published, known, () => true)) {
    if (event && !copy) yield { id, type: String(event['type']), at: Number(event['at']) };
  }
}

/** Returns the flows of the webhooks that are enabled. */
export async function webhookFlows(
  database: (service: string) => Database,
): Promise<readonly Flow[]> {
  const wanted = new Set<string>();
  const endpoints = database('webhook').rows<{ events: string[] }>(
    `SELECT events FROM endpoints WHERE status = 'ENABLED'`,
  );
  for await (const { events } of endpoints) for (const name of events) wanted.add(name);
  const bound: readonly EventType[] = queues['webhook.events'];
  return Object.entries(eventsBySource).flatMap(([source, published]) => {
    const types = bound.filter(
      (type) => Object.hasOwn(published, type) && wanted.has(eventNameOf(type)),
    );
    return types.length > 0 ? [{ source, queue: 'webhook.events', types } as const] : [];
  });
}
