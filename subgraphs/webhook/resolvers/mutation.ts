import { mutationPayload } from '@shop/service';
import { createEndpoint } from '../domain/create-endpoint.ts';
import { disableEndpoint } from '../domain/disable-endpoint.ts';
import { enableEndpoint } from '../domain/enable-endpoint.ts';
import { redriveDeliveries } from '../domain/redrive-deliveries.ts';
import { rotateSecret } from '../domain/rotate-secret.ts';
import { sendPing } from '../domain/send-ping.ts';
import { updateEndpoint } from '../domain/update-endpoint.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

export const Mutation: MutationResolvers = {
  createWebhookEndpoint: (_, { input }, context) =>
    mutationPayload(() => createEndpoint(context, input)),
  updateWebhookEndpoint: (_, { input }, context) =>
    mutationPayload(async () => ({ endpoint: await updateEndpoint(context, input) })),
  enableWebhookEndpoint: (_, { input }, context) =>
    mutationPayload(async () => ({ endpoint: await enableEndpoint(context, input) })),
  disableWebhookEndpoint: (_, { input }, { endpoints }) =>
    mutationPayload(async () => ({ endpoint: await disableEndpoint(endpoints, input) })),
  removeWebhookEndpoint: (_, { input: { endpointId } }, { endpoints }) =>
    mutationPayload(async () => {
      await endpoints.remove(endpointId);
      return { removedId: endpointId };
    }),
  rotateWebhookSecret: (_, { input }, context) =>
    mutationPayload(() => rotateSecret(context, input)),
  redriveWebhookDeliveries: (_, { input }, context) =>
    mutationPayload(async () => ({ redriven: await redriveDeliveries(context, input) })),
  sendWebhookPing: (_, { input }, context) =>
    mutationPayload(async () => ({ delivery: await sendPing(context, input) })),
};
