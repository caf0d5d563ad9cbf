import { assertVersion, expectedVersionField, validate } from '@shop/domain';
import { z } from 'zod';
import type { EndpointPorts } from './create-webhook-endpoint.ts';
import { changed, type WebhookEndpoint } from './endpoint.ts';
import { assertReachable, descriptionField, eventsField, urlField } from './endpoint-input.ts';

const updateWebhookEndpointInput = z.object({
  endpointId: z.string(),
  url: urlField.nullish(),
  events: eventsField.nullish(),
  format: z.enum(['CLOUD_EVENTS', 'SIMPLE']).nullish(),
  description: descriptionField,
  expectedVersion: expectedVersionField,
});
export type UpdateWebhookEndpointInput = z.input<typeof updateWebhookEndpointInput>;

/** Changes an endpoint; fields that are left out stay. Refuses INVALID_VALUE, NOT_FOUND, VERSION_CONFLICT. */
export async function updateWebhookEndpoint(
  { endpoints, faultOf, bind }: Omit<EndpointPorts, 'secretKey'>,
  input: UpdateWebhookEndpointInput,
  now = new Date(),
): Promise<WebhookEndpoint> {
  const { endpointId, url, events, format, description, expectedVersion } = validate(
    updateWebhookEndpointInput,
    input,
  );
  if (url) await assertReachable(faultOf, url);
  if (events) await bind(events);
  return endpoints.update(endpointId, (endpoint) => {
    assertVersion(endpoint, expectedVersion);
    const change = {
      ...(url && { url }),
      ...(events && { events }),
      ...(format && { format }),
      ...(input.description != null && { description }),
    };
    return changed(endpoint, change, now);
  });
}
