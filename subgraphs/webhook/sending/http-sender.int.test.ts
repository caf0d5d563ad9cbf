import type { LookupAddress } from 'node:dns';
import { newId } from '@shop/domain';
import { freePort, isSignedBy, startWebhookReceiver } from '@shop/testing';
import { expect, it, onTestFinished } from 'vitest';
import type { DueDelivery } from '../domain/delivery.ts';
import { newWebhookSecret, sealSecret } from '../domain/secret.ts';
import { localNetworks, newDelivery, newEndpoint, secretKey } from '../testing/fixtures.ts';
import { createHttpSender } from './http-sender.ts';
import { createTargets, type Resolve } from './targets.ts';

const id = newId();
const secret = newWebhookSecret();
const sealed = sealSecret(secretKey, secret, id);

const due = (url: string, endpoint: Partial<DueDelivery['endpoint']> = {}): DueDelivery => ({
  ...newDelivery(id),
  ...{ attempts: 1, createdAt: new Date() },
  endpoint: { ...newEndpoint({ id, url, secret: sealed }), ...endpoint },
});

function openSender({
  resolve,
  timeoutMs = 10_000,
}: {
  resolve?: Resolve;
  timeoutMs?: number;
} = {}) {
  const targets = createTargets(localNetworks, resolve);
  const sender = createHttpSender({ targets, secretKey, timeoutMs });
  onTestFinished(sender.close);
  return sender.send;
}

async function startReceiver(respond?: Parameters<typeof startWebhookReceiver>[0]) {
  const receiver = await startWebhookReceiver(respond);
  onTestFinished(receiver.close);
  return receiver;
}

it('a delivery is posted with its body, its media type and a signature', async () => {
  const receiver = await startReceiver(() => ({ status: 202, body: 'thanks' }));
  const delivery = due(receiver.url);
  expect(await openSender()(delivery)).toEqual({ status: 202, body: 'thanks' });
  const [received] = receiver.received;
  expect(received).toMatchObject({
    body: delivery.body,
    headers: {
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'webhook-id': delivery.eventId,
    },
  });
  expect(received && isSignedBy(secret, received)).toBe(true);
  const seconds = Number(received?.headers['webhook-timestamp']);
  expect(Math.abs(Date.now() / 1_000 - seconds)).toBeLessThan(60);
});

it('the previous secret signs too until it expires', async () => {
  const receiver = await startReceiver();
  const old = newWebhookSecret();
  const previousSecret = sealSecret(secretKey, old, id);
  for (const hours of [1, -1]) {
    const previousSecretExpiresAt = new Date(Date.now() + hours * 3_600_000);
    await openSender()(due(receiver.url, { previousSecret, previousSecretExpiresAt }));
  }
  expect(receiver.received.map((one) => isSignedBy(old, one))).toEqual([true, false]);
  expect(receiver.received.map((one) => isSignedBy(secret, one))).toEqual([true, true]);
});

it('a redirect is not followed', async () => {
  const target = await startReceiver();
  const headers = { location: target.url };
  const receiver = await startReceiver(() => ({ status: 307, headers }));
  expect(await openSender()(due(receiver.url))).toMatchObject({ status: 307 });
  expect(target.received).toEqual([]);
});

it('of a long response only the beginning is read', async () => {
  const receiver = await startReceiver(() => ({
    status: 500,
    body: `a\u0000${'b'.repeat(50_000_000)}`,
  }));
  const { status, body } = await openSender()(due(receiver.url));
  expect(status).toBe(500);
  expect(body).toBe(`a${'b'.repeat(999)}`);
});

it('Retry-After is passed on', async () => {
  const receiver = await startReceiver(() => ({ status: 503, headers: { 'retry-after': '90' } }));
  expect(await openSender()(due(receiver.url))).toMatchObject({
    status: 503,
    retryAfterMs: 90_000,
  });
});

it('a receiver that does not respond in time has failed', async () => {
  let release = () => {};
  const receiver = await startReceiver(
    () => new Promise((resolve) => (release = () => resolve({ status: 204 }))),
  );
  const result = await openSender({ timeoutMs: 200 })(due(receiver.url));
  expect(result).toEqual({ error: 'No response within 200 ms.' });
  release();
});

it('a receiver that does not listen has failed', async () => {
  const { error } = await openSender()(due(`http://127.0.0.1:${await freePort()}/`));
  expect(error).toContain('ECONNREFUSED');
});

it('a secret of another key fails with a reason that staff can read', async () => {
  const receiver = await startReceiver();
  const foreign = sealSecret(secretKey, secret, newId());
  const result = await openSender()(due(receiver.url, { secret: foreign }));
  expect(result).toEqual({ error: 'The secret cannot be decrypted. Rotate it.' });
  expect(receiver.received).toEqual([]);
});

it('a host that leads to a private address after its registration is refused, and nothing is sent', async () => {
  const receiver = await startReceiver();
  const answers: LookupAddress[] = [
    { address: '93.184.216.34', family: 4 },
    { address: '10.0.0.7', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ];
  const resolve: Resolve = async () => [answers.shift() ?? { address: '::1', family: 6 }];
  const targets = createTargets([], resolve);
  const url = `https://rebound.example:${receiver.port}/`;
  expect(await targets.faultOf(new URL(url))).toBeUndefined();
  const sender = createHttpSender({ targets, secretKey, timeoutMs: 10_000 });
  onTestFinished(sender.close);
  expect((await sender.send(due(url))).error).toBe('10.0.0.7: is not a public address');
  expect((await sender.send(due(url))).error).toBe('127.0.0.1: is not a public address');
  expect((await sender.send(due(`https://127.0.0.1:${receiver.port}/`))).error).toBe(
    '127.0.0.1: is not a public address',
  );
  expect(receiver.received).toEqual([]);
});
