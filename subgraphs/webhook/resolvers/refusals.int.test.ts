import { newId } from '@shop/domain';
import { declaredRefusals, refusedOperation } from '@shop/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { WebhookEndpoint } from '../domain/endpoint.ts';
import { newEndpoint } from '../testing/fixtures.ts';
import { openWebhooks, type TestWebhooks } from '../testing/graph-fixture.ts';

let shop: TestWebhooks;
beforeAll(async () => {
  shop = await openWebhooks();
});
afterAll(() => shop.close());
beforeEach(async () => {
  await shop.pool.query('DELETE FROM endpoints');
});

/** What is selected beside `userErrors`. */
const selections: Readonly<Record<string, string>> = {
  removeWebhookEndpoint: 'removedId',
  redriveWebhookDeliveries: 'redriven',
  sendWebhookPing: 'delivery { id }',
};

const operationOf = (mutation: string) =>
  refusedOperation(mutation, selections[mutation] ?? 'endpoint { id }');

/** An input that is refused, and what the payload has beside `userErrors`: the endpoint as it is now. */
type Refused = { readonly input: object; readonly now: object };

const created = { url: 'https://shop.example/', events: ['ORDER_UPDATED'] };
const nothing = { endpoint: null };

/** A mutation of an endpoint. */
const ofEndpoint =
  (input: object, fields: Partial<WebhookEndpoint> = {}, others?: object) =>
  async (): Promise<Refused> => {
    const { id } = await shop.endpoints.add(newEndpoint(fields));
    return { input: { endpointId: id, ...input }, now: others ?? { endpoint: { id } } };
  };
/** A mutation of an endpoint that does not exist. */
const ofUnknown =
  (input: object = {}, now: object = nothing) =>
  async (): Promise<Refused> => ({ input: { endpointId: newId(), ...input }, now });

const disabled = { status: 'DISABLED' } as const;
const noneRedriven = { redriven: null };

/** A request whose key was used before with another input. */
const repeated =
  (mutation: string, prepare: () => Promise<Refused>, change: object) =>
  async (): Promise<Refused> => {
    const { input, now } = await prepare();
    const key = { idempotencyKey: newId() };
    const first = { ...input, ...key };
    await shop.execute(operationOf(mutation), { input: first });
    return { input: { ...first, ...change }, now };
  };
const shortKey = { idempotencyKey: 'short' };
const otherId = { endpointId: newId() };

const cases: Readonly<Record<string, () => Promise<Refused>>> = {
  'createWebhookEndpoint INVALID_VALUE': async () => ({
    input: { ...created, url: 'shop.example' },
    now: nothing,
  }),
  async 'createWebhookEndpoint LIMIT_REACHED'() {
    for (let n = 0; n < 20; n++) await shop.endpoints.add(newEndpoint());
    return { input: created, now: nothing };
  },
  'createWebhookEndpoint IDEMPOTENCY_CONFLICT': repeated(
    'createWebhookEndpoint',
    async () => ({ input: created, now: nothing }),
    { format: 'SIMPLE' },
  ),
  'updateWebhookEndpoint IDEMPOTENCY_CONFLICT': repeated(
    'updateWebhookEndpoint',
    ofEndpoint({ description: 'One' }),
    { description: 'Other' },
  ),
  'enableWebhookEndpoint INVALID_VALUE': ofEndpoint(shortKey),
  'enableWebhookEndpoint IDEMPOTENCY_CONFLICT': repeated(
    'enableWebhookEndpoint',
    ofEndpoint({}, {}, nothing),
    otherId,
  ),
  'disableWebhookEndpoint IDEMPOTENCY_CONFLICT': repeated(
    'disableWebhookEndpoint',
    ofEndpoint({ reason: 'Moved' }),
    { reason: 'Other' },
  ),
  'removeWebhookEndpoint INVALID_VALUE': ofEndpoint(shortKey, {}, { removedId: null }),
  'removeWebhookEndpoint IDEMPOTENCY_CONFLICT': repeated(
    'removeWebhookEndpoint',
    ofEndpoint({}, {}, { removedId: null }),
    otherId,
  ),
  'rotateWebhookSecret IDEMPOTENCY_CONFLICT': repeated(
    'rotateWebhookSecret',
    ofEndpoint({}, {}, nothing),
    otherId,
  ),
  'redriveWebhookDeliveries IDEMPOTENCY_CONFLICT': repeated(
    'redriveWebhookDeliveries',
    ofEndpoint({ all: true }, {}, noneRedriven),
    otherId,
  ),
  'sendWebhookPing INVALID_VALUE': ofEndpoint(shortKey, {}, { delivery: null }),
  'sendWebhookPing IDEMPOTENCY_CONFLICT': repeated(
    'sendWebhookPing',
    ofEndpoint({}, {}, { delivery: null }),
    otherId,
  ),
  'updateWebhookEndpoint INVALID_VALUE': ofEndpoint({ url: 'shop.example' }),
  'updateWebhookEndpoint NOT_FOUND': ofUnknown(),
  'updateWebhookEndpoint VERSION_CONFLICT': ofEndpoint({ expectedVersion: 99 }),
  'enableWebhookEndpoint NOT_FOUND': ofUnknown(),
  'disableWebhookEndpoint INVALID_VALUE': ofEndpoint({ reason: '' }),
  'disableWebhookEndpoint NOT_FOUND': ofUnknown({ reason: 'Moved' }),
  'removeWebhookEndpoint NOT_FOUND': ofUnknown({}, { removedId: null }),
  'rotateWebhookSecret INVALID_VALUE': ofEndpoint({ secret: 'short' }),
  'rotateWebhookSecret NOT_FOUND': ofUnknown(),
  'redriveWebhookDeliveries INVALID_VALUE': ofEndpoint({}, {}, noneRedriven),
  'redriveWebhookDeliveries NOT_FOUND': ofUnknown({ all: true }, noneRedriven),
  'redriveWebhookDeliveries ILLEGAL_TRANSITION': ofEndpoint({ all: true }, disabled, noneRedriven),
  'sendWebhookPing NOT_FOUND': ofUnknown({}, { delivery: null }),
  'sendWebhookPing ILLEGAL_TRANSITION': ofEndpoint({}, disabled, { delivery: null }),
};

type Payload = { readonly userErrors: readonly { readonly code: string }[] };

it('every code that a mutation declares is tested below', () => {
  expect(Object.keys(cases).sort()).toEqual(declaredRefusals('webhook.graphql'));
});

it.each(Object.entries(cases))(
  '%s: the payload has the endpoint as it is now',
  async (name, prepare) => {
    const [mutation = '', code] = name.split(' ');
    const { input, now } = await prepare();
    const operation = operationOf(mutation);
    const { data, errors } = await shop.execute(operation, { input });
    expect(errors).toBeUndefined();
    const { userErrors, ...payload } = (data as never as Record<string, Payload>)[mutation] ?? {};
    expect([...new Set(userErrors?.map((reason) => reason.code))]).toEqual([code]);
    expect(payload).toMatchObject(now);
  },
);
