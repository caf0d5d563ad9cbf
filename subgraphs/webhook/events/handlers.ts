import { createBatcher, type Handlers } from '@shop/messaging';
import { queues, type ShopEvent } from '@shop/schema';
import { activeSpan } from '@shop/service/telemetry';
import { deliverEvents } from '../domain/deliver-events.ts';
import type { DeliveryQueue } from '../domain/ports.ts';

/**
 * Returns the handlers of the events that webhooks deliver. Events that are handled at once share their statements.
 * `wake` is called when there is something to send.
 */
export function webhookHandlers(
  queue: Pick<DeliveryQueue, 'recipients' | 'add'>,
  wake: () => void,
): Handlers<'webhook.events'> {
  const deliver = createBatcher(async (events: readonly ShopEvent[]) => {
    if (await deliverEvents(queue, events)) wake();
  });
  // The batch belongs to no trace: each event takes its own along.
  const handle = (event: ShopEvent) =>
    deliver({ ...event, traceparent: activeSpan()?.traceparent ?? event.traceparent });
  const handlers = queues['webhook.events'].map((type) => [type, handle]);
  return Object.fromEntries(handlers) as Handlers<'webhook.events'>;
}
