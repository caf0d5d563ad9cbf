import { mutationPayload } from '@shop/service';
import type { WebhookContext } from '../context.ts';
import { createWebhookEndpoint } from '../domain/create-webhook-endpoint.ts';
import { disableWebhookEndpoint } from '../domain/disable-webhook-endpoint.ts';
import { enableWebhookEndpoint } from '../domain/enable-webhook-endpoint.ts';
import type { WebhookEndpoint } from '../domain/endpoint.ts';
import { redriveWebhookDeliveries } from '../domain/redrive-webhook-deliveries.ts';
import { removeWebhookEndpoint } from '../domain/remove-webhook-endpoint.ts';
import { rotateWebhookSecret } from '../domain/rotate-webhook-secret.ts';
import { sendWebhookPing } from '../domain/send-webhook-ping.ts';
import { updateWebhookEndpoint } from '../domain/update-webhook-endpoint.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

/** The payload of a mutation of an endpoint: the endpoint after the change or, when refused, as it is now. */
const endpointPayload = <T extends { readonly endpoint: WebhookEndpoint | null }>(
  { endpoints }: WebhookContext,
  id: string,
  work: () => Promise<T>,
) =>
  mutationPayload<T>(
    work,
    async () => ({ endpoint: (await endpoints.byId(id)) ?? null }) as Partial<T>,
  );

export const Mutation: MutationResolvers = {
  createWebhookEndpoint: (_, { input }, context) =>
    mutationPayload(() => createWebhookEndpoint(context, input)),
  updateWebhookEndpoint: (_, { input }, context) =>
    endpointPayload(context, input.endpointId, async () => ({
      endpoint: await updateWebhookEndpoint(context, input),
    })),
  enableWebhookEndpoint: (_, { input }, context) =>
    endpointPayload(context, input.endpointId, async () => ({
      endpoint: await enableWebhookEndpoint(context, input),
    })),
  disableWebhookEndpoint: (_, { input }, context) =>
    endpointPayload(context, input.endpointId, async () => ({
      endpoint: await disableWebhookEndpoint(context.endpoints, input),
    })),
  removeWebhookEndpoint: (_, { input }, { endpoints }) =>
    mutationPayload(async () => ({ removedId: await removeWebhookEndpoint(endpoints, input) })),
  rotateWebhookSecret: (_, { input }, context) =>
    endpointPayload<{ endpoint: WebhookEndpoint | null; secret: string }>(
      context,
      input.endpointId,
      () => rotateWebhookSecret(context, input),
    ),
  redriveWebhookDeliveries: (_, { input }, context) =>
    mutationPayload(async () => ({ redriven: await redriveWebhookDeliveries(context, input) })),
  sendWebhookPing: (_, { input }, context) =>
    mutationPayload(async () => ({ delivery: await sendWebhookPing(context, input) })),
};
