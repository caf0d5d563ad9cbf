import { newId } from '@shop/domain';
import { ping, type WebhookDelivery } from './delivery.ts';
import { assertEnabled, endpointNotFound } from './endpoint.ts';
import { payloadOf, type WebhookEventData } from './payload.ts';
import type { DeliveryLog, EndpointStore } from './ports.ts';

type Ports = {
  readonly endpoints: Pick<EndpointStore, 'byId'>;
  readonly deliveries: Pick<DeliveryLog, 'add'>;
};

/** Saves a delivery that tests an endpoint. Refuses NOT_FOUND, ILLEGAL_TRANSITION. */
export async function sendWebhookPing(
  { endpoints, deliveries }: Ports,
  { endpointId }: { readonly endpointId: string },
  now = new Date(),
): Promise<WebhookDelivery> {
  const endpoint = (await endpoints.byId(endpointId)) ?? endpointNotFound();
  assertEnabled(endpoint);
  const { format } = endpoint;
  const eventId = newId();
  const event: WebhookEventData = {
    specversion: '1.0',
    id: eventId,
    type: 'ping.v1',
    source: '/webhook',
    subject: endpointId,
    time: now.toISOString(),
    datacontenttype: 'application/json',
    dataschema: 'urn:shop:event:ping.v1',
    data: { endpointId },
  };
  const body = payloadOf(event, format);
  return deliveries.add({ id: newId(), endpointId, eventId, event: ping, format, body });
}
