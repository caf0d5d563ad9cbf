import { reasonField, validate } from '@shop/domain';
import { z } from 'zod';
import { changed, type WebhookEndpoint } from './endpoint.ts';
import type { EndpointStore } from './ports.ts';

const disableWebhookEndpointInput = z.object({ endpointId: z.string(), reason: reasonField });
export type DisableWebhookEndpointInput = z.input<typeof disableWebhookEndpointInput>;

/** Disables an endpoint. One that is disabled keeps its reason. Refuses INVALID_VALUE, NOT_FOUND. */
export async function disableWebhookEndpoint(
  { endpoints }: { readonly endpoints: EndpointStore },
  input: DisableWebhookEndpointInput,
  now = new Date(),
): Promise<WebhookEndpoint> {
  const { endpointId, reason } = validate(disableWebhookEndpointInput, input);
  return endpoints.update(endpointId, (endpoint) =>
    endpoint.status === 'DISABLED'
      ? endpoint
      : changed(endpoint, { status: 'DISABLED', disabledReason: reason, disabledAt: now }, now),
  );
}
