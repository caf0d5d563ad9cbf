import type { KeyObject } from 'node:crypto';
import { newId, validate } from '@shop/domain';
import { z } from 'zod';
import type { WebhookEndpoint } from './endpoint.ts';
import { assertReachable, descriptionField, eventsField, urlField } from './endpoint-input.ts';
import type { BindEvents, EndpointStore, FaultOfUrl } from './ports.ts';
import { newWebhookSecret, sealSecret, secretField } from './secret.ts';

const createWebhookEndpointInput = z.object({
  url: urlField,
  events: eventsField,
  format: z.enum(['CLOUD_EVENTS', 'SIMPLE']).default('CLOUD_EVENTS'),
  description: descriptionField,
  secret: secretField,
});
export type CreateWebhookEndpointInput = z.input<typeof createWebhookEndpointInput>;

/** What registering and changing endpoints needs. */
export type EndpointPorts = {
  readonly endpoints: EndpointStore;
  readonly faultOf: FaultOfUrl;
  readonly bind: BindEvents;
  /** Encrypts secrets in the database. */
  readonly secretKey: KeyObject;
};

/**
 * Registers an endpoint and returns it with its secret, which is not shown again. Events that happen from then on reach
 * it. Refuses INVALID_VALUE, LIMIT_REACHED.
 */
export async function createWebhookEndpoint(
  { endpoints, faultOf, bind, secretKey }: EndpointPorts,
  input: CreateWebhookEndpointInput,
  now = new Date(),
): Promise<{ readonly endpoint: WebhookEndpoint; readonly secret: string }> {
  const { secret: chosen, ...fields } = validate(createWebhookEndpointInput, input);
  await assertReachable(faultOf, fields.url);
  await bind(fields.events);
  const id = newId();
  const secret = chosen ?? newWebhookSecret();
  const endpoint = await endpoints.add({
    ...{ id, ...fields, secret: sealSecret(secretKey, secret, id) },
    ...{ status: 'ENABLED', disabledReason: null, disabledAt: null, failingSince: null },
    ...{ previousSecret: null, previousSecretExpiresAt: null },
    ...{ createdAt: now, updatedAt: now, version: 1 },
  });
  return { endpoint, secret };
}
