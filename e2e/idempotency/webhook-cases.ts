import { onTestFinished } from 'vitest';
import { requestData, tokenOf } from '../client.ts';
import {
  CreateWebhookEndpointDocument,
  RemoveWebhookEndpointDocument,
  WebhookEndpointsDocument,
} from '../generated/graphql.ts';
import { newKey } from '../shopping.ts';
import type { Case, Input } from './case.ts';

/** An endpoint that nothing answers, for an event that no test causes. */
const fields = { url: 'http://127.0.0.1:9/', events: ['ORDER_CLAIMED' as const] };

/** A mutation of a new endpoint, which is removed after the test. */
const ofEndpoint =
  (change: Input, other: Input): Case['prepare'] =>
  async () => {
    const token = await tokenOf('staff');
    const { createWebhookEndpoint } = await requestData(
      CreateWebhookEndpointDocument,
      { input: fields },
      token,
    );
    const endpointId = createWebhookEndpoint?.endpoint?.id ?? '';
    onTestFinished(async () => {
      await requestData(RemoveWebhookEndpointDocument, { input: { endpointId } }, token);
    });
    const input = { endpointId, ...change };
    return { token, input, other: { ...input, ...other } };
  };

const endpoint = 'endpoint { id status version }';
const another = { endpointId: 'another' };

/** The mutations of webhook endpoints. */
export const webhookCases: Readonly<Record<string, Case>> = {
  createWebhookEndpoint: {
    async prepare() {
      const url = `${fields.url}${newKey()}`;
      const token = await tokenOf('staff');
      onTestFinished(() => removeEndpoint(url, token));
      const input = { ...fields, url };
      return { token, input, other: { ...input, format: 'SIMPLE' } };
    },
    select: `${endpoint} secret`,
  },
  updateWebhookEndpoint: {
    prepare: ofEndpoint({ description: 'One' }, { description: 'Other' }),
    select: endpoint,
  },
  enableWebhookEndpoint: { prepare: ofEndpoint({}, another), select: endpoint },
  disableWebhookEndpoint: {
    prepare: ofEndpoint({ reason: 'Moved' }, { reason: 'Other' }),
    select: endpoint,
  },
  removeWebhookEndpoint: { prepare: ofEndpoint({}, another), select: 'removedId' },
  rotateWebhookSecret: { prepare: ofEndpoint({}, another), select: `${endpoint} secret` },
  redriveWebhookDeliveries: { prepare: ofEndpoint({ all: true }, another), select: 'redriven' },
  sendWebhookPing: { prepare: ofEndpoint({}, another), select: 'delivery { id eventId }' },
};

async function removeEndpoint(url: string, token: string): Promise<void> {
  const { webhookEndpoints } = await requestData(WebhookEndpointsDocument, {}, token);
  const found = webhookEndpoints?.find((one) => one.url === url);
  if (!found) return;
  await requestData(RemoveWebhookEndpointDocument, { input: { endpointId: found.id } }, token);
}
