import { randomUUID } from 'node:crypto';
import { errors, type Row, staff, staffRefused, text } from './row.ts';

const endpointId = () => `endpointId: ${text(randomUUID())}`;

const onUnknown = (mutation: string, more = ''): Row => ({
  field: `Mutation.${mutation}`,
  select: () => `${mutation}(input: { ${endpointId()} ${more} }) ${errors}`,
  expected: staffRefused(':NOT_FOUND'),
});

export const webhookRows: readonly Row[] = [
  { field: 'Query.webhookEndpoints', select: () => 'webhookEndpoints { id }', expected: staff },
  {
    field: 'Query.webhookEndpoint',
    select: () => `webhookEndpoint(id: ${text(randomUUID())}) { id }`,
    expected: staffRefused('null'),
  },
  {
    field: 'Query.webhookDeliveries',
    select: () => `webhookDeliveries(${endpointId()}) { totalCount }`,
    expected: staff,
  },
  {
    field: 'Mutation.createWebhookEndpoint',
    select: () =>
      `createWebhookEndpoint(input: { url: "https://10.0.0.1", events: [ORDER_PAID] }) ${errors}`,
    expected: staffRefused(':INVALID_VALUE'),
  },
  onUnknown('updateWebhookEndpoint'),
  onUnknown('enableWebhookEndpoint'),
  onUnknown('disableWebhookEndpoint', 'reason: "Matrix"'),
  onUnknown('removeWebhookEndpoint'),
  onUnknown('rotateWebhookSecret'),
  onUnknown('redriveWebhookDeliveries', 'all: true'),
  onUnknown('sendWebhookPing'),
];
