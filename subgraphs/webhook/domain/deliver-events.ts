import { newId } from '@shop/domain';
import { eventNameOf, type ShopEvent } from '@shop/schema';
import type { NewDelivery } from './delivery.ts';
import { payloadOf } from './payload.ts';
import type { DeliveryQueue } from './ports.ts';

/**
 * Saves a delivery for each event and each enabled endpoint that receives it. An event that the bus delivers twice has
 * one. Returns whether there is anything to send.
 */
export async function deliverEvents(
  queue: Pick<DeliveryQueue, 'recipients' | 'add'>,
  events: readonly ShopEvent[],
): Promise<boolean> {
  const recipients = await queue.recipients();
  const deliveries = events.flatMap((event): NewDelivery[] => {
    const name = eventNameOf(event.type);
    return recipients
      .filter(({ events: wanted }) => wanted.includes(name))
      .map(({ id: endpointId, format }) => ({
        ...{ id: newId(), endpointId, eventId: event.id, event: name, format },
        body: payloadOf(event, format),
        traceparent: event.traceparent,
      }));
  });
  if (deliveries.length === 0) return false;
  await queue.add(deliveries);
  return true;
}
