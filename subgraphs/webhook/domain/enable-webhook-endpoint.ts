import type { EndpointPorts } from './create-webhook-endpoint.ts';
import { changed, endpointNotFound, type WebhookEndpoint } from './endpoint.ts';

/** Enables an endpoint. One that is enabled stays as it is. Refuses NOT_FOUND. */
export async function enableWebhookEndpoint(
  { endpoints, bind }: Pick<EndpointPorts, 'endpoints' | 'bind'>,
  { endpointId }: { readonly endpointId: string },
  now = new Date(),
): Promise<WebhookEndpoint> {
  const { events } = (await endpoints.byId(endpointId)) ?? endpointNotFound();
  await bind(events);
  return endpoints.update(endpointId, (endpoint) => {
    if (endpoint.status === 'ENABLED') return endpoint;
    const healthy = { disabledReason: null, disabledAt: null, failingSince: null };
    return changed(endpoint, { status: 'ENABLED', ...healthy }, now);
  });
}
