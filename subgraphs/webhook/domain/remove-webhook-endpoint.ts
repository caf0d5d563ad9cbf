import type { EndpointStore } from './ports.ts';

/** Removes an endpoint with its log. Returns its id. Refuses NOT_FOUND. */
export async function removeWebhookEndpoint(
  endpoints: EndpointStore,
  { endpointId }: { readonly endpointId: string },
): Promise<string> {
  await endpoints.remove(endpointId);
  return endpointId;
}
