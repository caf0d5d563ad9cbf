import { mutationPayload } from '@shop/service';
import { createWebhookEndpoint } from '../domain/create-webhook-endpoint.ts';
import { disableWebhookEndpoint } from '../domain/disable-webhook-endpoint.ts';
import { enableWebhookEndpoint } from '../domain/enable-webhook-endpoint.ts';
import { redriveWebhookDeliveries } from '../domain/redrive-webhook-deliveries.ts';
import { removeWebhookEndpoint } from '../domain/remove-webhook-endpoint.ts';
import { rotateWebhookSecret } from '../domain/rotate-webhook-secret.ts';
import { sendWebhookPing } from '../domain/send-webhook-ping.ts';
import { updateWebhookEndpoint } from '../domain/update-webhook-endpoint.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

export const Mutation: MutationResolvers = {
  createWebhookEndpoint: (_, { input }, context) =>
    mutationPayload(() => createWebhookEndpoint(context, input)),
  updateWebhookEndpoint: (_, { input }, context) =>
    mutationPayload(async () => ({ endpoint: await updateWebhookEndpoint(context, input) })),
  enableWebhookEndpoint: (_, { input }, context) =>
    mutationPayload(async () => ({ endpoint: await enableWebhookEndpoint(context, input) })),
  disableWebhookEndpoint: (_, { input }, { endpoints }) =>
    mutationPayload(async () => ({ endpoint: await disableWebhookEndpoint(endpoints, input) })),
  removeWebhookEndpoint: (_, { input }, { endpoints }) =>
    mutationPayload(async () => ({ removedId: await removeWebhookEndpoint(endpoints, input) })),
  rotateWebhookSecret: (_, { input }, context) =>
    mutationPayload(() => rotateWebhookSecret(context, input)),
  redriveWebhookDeliveries: (_, { input }, context) =>
    mutationPayload(async () => ({ redriven: await redriveWebhookDeliveries(context, input) })),
  sendWebhookPing: (_, { input }, context) =>
    mutationPayload(async () => ({ delivery: await sendWebhookPing(context, input) })),
};
