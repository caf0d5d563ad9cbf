import { isSignedBy, type ReceivedWebhook, startWebhookReceiver, until } from '@shop/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { requestData, tokenOf } from './client.ts';
import {
  CreateWebhookEndpointDocument,
  type CreateWebhookEndpointInput,
  DisableWebhookEndpointDocument,
  EnableWebhookEndpointDocument,
  RedriveWebhookDeliveriesDocument,
  RemoveWebhookEndpointDocument,
  RotateWebhookSecretDocument,
  SendWebhookPingDocument,
  UpdateWebhookEndpointDocument,
  WebhookDeliveriesDocument,
  type WebhookDeliveryStatus,
  WebhookEndpointDocument,
  WebhookEndpointsDocument,
} from './generated/graphql.ts';
import { customerWithOrder } from './shopping.ts';

type Fields = Partial<CreateWebhookEndpointInput> & Pick<CreateWebhookEndpointInput, 'url'>;
const anEvent = ['ORDER_CREATED'] as const;

/** Registers an endpoint, which is removed after the test. */
async function register(fields: Fields) {
  const staff = await tokenOf('staff');
  const input = { events: [...anEvent], ...fields };
  const { createWebhookEndpoint } = await requestData(
    CreateWebhookEndpointDocument,
    { input },
    staff,
  );
  const { endpoint, secret } = createWebhookEndpoint ?? {};
  if (!endpoint || !secret) throw new Error(JSON.stringify(createWebhookEndpoint?.userErrors));
  onTestFinished(async () => {
    await requestData(RemoveWebhookEndpointDocument, { input: { endpointId: endpoint.id } }, staff);
  });
  return { id: endpoint.id, secret };
}

/** Starts a receiver, which ends with the test. */
async function startReceiver(respond?: Parameters<typeof startWebhookReceiver>[0]) {
  const receiver = await startWebhookReceiver(respond);
  onTestFinished(receiver.close);
  return receiver;
}

async function deliveriesOf(endpointId: string, status?: WebhookDeliveryStatus) {
  const staff = await tokenOf('staff');
  const variables = { endpointId, ...(status && { status }) };
  const { webhookDeliveries } = await requestData(WebhookDeliveriesDocument, variables, staff);
  return webhookDeliveries?.nodes ?? [];
}

/** Waits for the only delivery of an endpoint to have a status. */
const untilDelivery = (endpointId: string, status: WebhookDeliveryStatus) =>
  until(`a delivery ${status}`, async () => (await deliveriesOf(endpointId, status))[0]);

const json = ({ body }: ReceivedWebhook) => JSON.parse(body);

async function ping(endpointId: string) {
  const staff = await tokenOf('staff');
  const input = { endpointId };
  const { sendWebhookPing } = await requestData(SendWebhookPingDocument, { input }, staff);
  return sendWebhookPing;
}

describe('webhooks', () => {
  it('an endpoint of staff receives signed events of the order that a customer places', async () => {
    const receiver = await startReceiver();
    const events = ['ORDER_CREATED', 'ORDER_UPDATED'] as const;
    const { secret } = await register({ url: receiver.url, events: [...events], format: 'SIMPLE' });
    const { orderId } = await customerWithOrder(1);
    const own = () => receiver.received.filter((one) => json(one).data.orderId === orderId);
    await until('both events', () => own().length === 2);

    const byName = new Map(own().map((one) => [json(one).event, one]));
    expect([...byName.keys()].sort()).toEqual(events);
    for (const one of own()) {
      expect(isSignedBy(secret, one)).toBe(true);
      expect(isSignedBy(secret, { ...one, body: `${one.body} ` })).toBe(false);
      expect(json(one).data).not.toHaveProperty('sealedToken');
    }
    const updated = byName.get('ORDER_UPDATED');
    expect(updated && json(updated)).toMatchObject({
      data: { from: 'PENDING', to: 'CONFIRMED', version: 2 },
      timestamp: expect.any(String),
    });
  });

  it('a delivery that fails twice is repeated with the same id until the receiver accepts it', async () => {
    const receiver = await startReceiver(({ length }) => ({ status: length < 3 ? 500 : 200 }));
    const { id } = await register({ url: receiver.url });
    await customerWithOrder(1);
    const delivered = await untilDelivery(id, 'DELIVERED');
    expect(delivered).toMatchObject({ attempts: 3, responseStatus: 200, error: null });
    const ids = receiver.received.slice(0, 3).map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual(Array.from({ length: 3 }, () => delivered.eventId));
    expect(json(receiver.received[0] as ReceivedWebhook)).toMatchObject({
      specversion: '1.0',
      id: delivered.eventId,
      type: 'order.created.v1',
    });
  });

  it('a delivery that keeps failing is parked, and staff redrive it', async () => {
    let status = 503;
    const receiver = await startReceiver(() => ({ status, body: 'later' }));
    const { id } = await register({ url: receiver.url });
    await customerWithOrder(1);
    const parked = await untilDelivery(id, 'PARKED');
    expect(parked).toMatchObject({
      ...{ event: 'ORDER_CREATED', attempts: 3, responseStatus: 503, responseBody: 'later' },
      error: 'The response has the status 503.',
    });
    status = 200;
    const staff = await tokenOf('staff');
    const input = { endpointId: id, all: true };
    const again = await requestData(RedriveWebhookDeliveriesDocument, { input }, staff);
    expect(again.redriveWebhookDeliveries).toEqual({ redriven: 1, userErrors: [] });
    expect(await untilDelivery(id, 'DELIVERED')).toMatchObject({ id: parked.id, attempts: 1 });
  });

  it('an endpoint whose receiver is gone is disabled and states why', async () => {
    const receiver = await startReceiver(() => ({ status: 410 }));
    const { id } = await register({ url: receiver.url });
    expect(await ping(id)).toMatchObject({ delivery: { event: 'PING' }, userErrors: [] });
    const staff = await tokenOf('staff');
    const disabled = await until('the endpoint to be disabled', async () => {
      const { webhookEndpoint } = await requestData(WebhookEndpointDocument, { id }, staff);
      return webhookEndpoint?.status === 'DISABLED' ? webhookEndpoint : undefined;
    });
    expect(disabled.disabledReason).toBe('The receiver has responded 410 Gone.');
    expect((await ping(id))?.userErrors).toEqual([
      { code: 'ILLEGAL_TRANSITION', field: ['endpointId'] },
    ]);
    const input = { endpointId: id };
    const { enableWebhookEndpoint } = await requestData(
      EnableWebhookEndpointDocument,
      { input },
      staff,
    );
    expect(enableWebhookEndpoint?.endpoint).toMatchObject({
      status: 'ENABLED',
      disabledReason: null,
    });
  });

  it('staff list, change, disable and rotate, and both secrets sign for a day', async () => {
    const staff = await tokenOf('staff');
    const receiver = await startReceiver();
    const { id, secret } = await register({ url: receiver.url });
    const change = { endpointId: id, format: 'SIMPLE' as const, expectedVersion: 1 };
    const updated = await requestData(UpdateWebhookEndpointDocument, { input: change }, staff);
    expect(updated.updateWebhookEndpoint?.endpoint).toMatchObject({ format: 'SIMPLE', version: 2 });
    const stale = await requestData(UpdateWebhookEndpointDocument, { input: change }, staff);
    expect(stale.updateWebhookEndpoint?.userErrors[0]?.code).toBe('VERSION_CONFLICT');

    const { rotateWebhookSecret } = await requestData(
      RotateWebhookSecretDocument,
      { input: { endpointId: id } },
      staff,
    );
    await ping(id);
    const sent = await until('the ping', () => receiver.received[0]);
    expect(json(sent)).toMatchObject({ event: 'PING', data: { endpointId: id } });
    for (const one of [secret, rotateWebhookSecret?.secret ?? ''])
      expect(isSignedBy(one, sent)).toBe(true);

    const input = { endpointId: id, reason: 'Moved' };
    await requestData(DisableWebhookEndpointDocument, { input }, staff);
    const { webhookEndpoints } = await requestData(WebhookEndpointsDocument, {}, staff);
    expect(webhookEndpoints?.find((one) => one.id === id)).toMatchObject({
      status: 'DISABLED',
      disabledReason: 'Moved',
    });
  });

  it.each([
    ['http://shop.example.com/hooks', 'url'],
    ['https://10.0.0.1/hooks', 'url'],
    ['https://[::ffff:10.0.0.1]/hooks', 'url'],
    ['https://169.254.169.254/latest', 'url'],
    ['https://user:pass@example.com/', 'url'],
    ['ftp://example.com/', 'url'],
    ['https://no-such-host.invalid/', 'url'],
  ])('an endpoint at %s is refused', async (url, field) => {
    const input = { url, events: [...anEvent] };
    const staff = await tokenOf('staff');
    const { createWebhookEndpoint } = await requestData(
      CreateWebhookEndpointDocument,
      { input },
      staff,
    );
    expect(createWebhookEndpoint?.userErrors).toMatchObject([
      { code: 'INVALID_VALUE', field: [field] },
    ]);
  });
});
