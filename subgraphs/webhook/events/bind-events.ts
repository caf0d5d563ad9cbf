import type { EventBus } from '@shop/messaging';
import { type QueueName, webhookEventTypes } from '@shop/schema';
import type { BindEvents } from '../domain/ports.ts';

const queue: QueueName = 'webhook.events';

/**
 * Creates the function that binds events to the queue of webhooks. Each event of the queue costs the bus a write, so
 * the queue receives only what endpoints want. A bound event stays bound.
 */
export function createBindEvents(bus: Pick<EventBus, 'declare'>): BindEvents {
  const bound = new Set<string>();
  return async (events) => {
    const missing = events.filter((event) => !bound.has(event));
    if (missing.length === 0) return;
    const wanted = [...new Set([...bound, ...events])];
    const types = wanted.flatMap((event) => webhookEventTypes[event] ?? []);
    await bus.declare({ [queue]: types });
    for (const event of events) bound.add(event);
  };
}
