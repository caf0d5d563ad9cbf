import { createBatcher, type Handlers } from '@shop/messaging';
import { queues, type ShopEvent } from '@shop/schema';
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
  const handlers = queues['webhook.events'].map((type) => [type, deliver]);
  return Object.fromEntries(handlers) as Handlers<'webhook.events'>;
}
