import { mutationPayload } from '@shop/service';
import type { WebhookContext } from '../context.ts';
import { createWebhookEndpoint, type EndpointPorts } from '../domain/create-webhook-endpoint.ts';
import { disableWebhookEndpoint } from '../domain/disable-webhook-endpoint.ts';
import { enableWebhookEndpoint } from '../domain/enable-webhook-endpoint.ts';
import type { WebhookEndpoint } from '../domain/endpoint.ts';
import type { Stores } from '../domain/ports.ts';
import { redriveWebhookDeliveries } from '../domain/redrive-webhook-deliveries.ts';
import { removeWebhookEndpoint } from '../domain/remove-webhook-endpoint.ts';
import { rotateWebhookSecret } from '../domain/rotate-webhook-secret.ts';
import { runOnce } from '../domain/run-once.ts';
import { openSecret, sealSecret } from '../domain/secret.ts';
import { sendWebhookPing } from '../domain/send-webhook-ping.ts';
import { updateWebhookEndpoint } from '../domain/update-webhook-endpoint.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

type EndpointPayload = { readonly endpoint: WebhookEndpoint | null };
type EndpointInput = {
  readonly endpointId: string;
  readonly idempotencyKey?: string | null | undefined;
};

const endpointNow = async (
  { endpoints }: WebhookContext,
  id: string,
): Promise<EndpointPayload> => ({
  endpoint: (await endpoints.byId(id)) ?? null,
});

/** The payload of a mutation of an endpoint, which runs once for each key: the endpoint as it is now, also when refused. */
const endpointPayload = <I extends EndpointInput>(
  context: WebhookContext,
  operation: string,
  input: I,
  work: (ports: EndpointPorts, input: I) => Promise<unknown>,
) =>
  mutationPayload<EndpointPayload>(
    async () => {
      const once = async (stores: Stores) => void (await work({ ...context, ...stores }, input));
      await runOnce(context, operation, input, once);
      return endpointNow(context, input.endpointId);
    },
    () => endpointNow(context, input.endpointId),
  );

type Revealed = { readonly endpoint: WebhookEndpoint; readonly secret: string };

/** Runs a mutation that reveals a secret, which is encrypted in what is stored for its key. */
async function revealOnce(
  context: WebhookContext,
  operation: string,
  input: { readonly idempotencyKey?: string | null | undefined },
  work: (ports: EndpointPorts) => Promise<Revealed>,
): Promise<EndpointPayload & { readonly secret: string }> {
  const { secretKey } = context;
  const { id, sealed } = await runOnce(context, operation, input, async (stores) => {
    const { endpoint, secret } = await work({ ...context, ...stores });
    return { id: endpoint.id, sealed: sealSecret(secretKey, secret, endpoint.id) };
  });
  return { ...(await endpointNow(context, id)), secret: openSecret(secretKey, sealed, id) };
}

export const Mutation: MutationResolvers = {
  createWebhookEndpoint: (_, { input }, context) =>
    mutationPayload(() =>
      revealOnce(context, 'createWebhookEndpoint', input, (ports) =>
        createWebhookEndpoint(ports, input),
      ),
    ),
  updateWebhookEndpoint: (_, { input }, context) =>
    endpointPayload(context, 'updateWebhookEndpoint', input, updateWebhookEndpoint),
  enableWebhookEndpoint: (_, { input }, context) =>
    endpointPayload(context, 'enableWebhookEndpoint', input, enableWebhookEndpoint),
  disableWebhookEndpoint: (_, { input }, context) =>
    endpointPayload(context, 'disableWebhookEndpoint', input, disableWebhookEndpoint),
  removeWebhookEndpoint: (_, { input }, context) =>
    mutationPayload(async () => ({
      removedId: await runOnce(context, 'removeWebhookEndpoint', input, ({ endpoints }) =>
        removeWebhookEndpoint(endpoints, input),
      ),
    })),
  rotateWebhookSecret: (_, { input }, context) =>
    mutationPayload<EndpointPayload & { readonly secret: string }>(
      () =>
        revealOnce(context, 'rotateWebhookSecret', input, (ports) =>
          rotateWebhookSecret(ports, input),
        ),
      () => endpointNow(context, input.endpointId),
    ),
  redriveWebhookDeliveries: (_, { input }, context) =>
    mutationPayload(async () => ({
      redriven: await runOnce(context, 'redriveWebhookDeliveries', input, (stores) =>
        redriveWebhookDeliveries(stores, input),
      ),
    })),
  sendWebhookPing: (_, { input }, context) =>
    mutationPayload(async () => {
      const id = await runOnce(
        context,
        'sendWebhookPing',
        input,
        async (stores) => (await sendWebhookPing(stores, input)).id,
      );
      return { delivery: (await context.deliveries.byId(id)) ?? null };
    }),
};
