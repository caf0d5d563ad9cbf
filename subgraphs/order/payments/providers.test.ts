import { silentLog } from '@shop/messaging';
import { parseEnv } from '@shop/service';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { graphPaymentEnv, workerPaymentEnv } from './providers.ts';

const secrets = { PAYMENT_WEBHOOK_SECRETS: 's'.repeat(32) };

it('the test provider is the default, for the graph and the worker', async () => {
  const { payments } = parseEnv(graphPaymentEnv, secrets);
  const request = { body: Buffer.from('{}'), header: () => undefined, receivedAt: new Date() };
  expect(await payments.webhooks({} as never)(request)).toBe('unsigned');
  expect(parseEnv(workerPaymentEnv, { PAYMENT_PROVIDER: 'test' }).payments.retention).toEqual([
    { table: 'test_charges', column: 'created_at', days: 365 },
  ]);
});

it('in production the test provider is not the default but has to be named, in the graph and the worker', () => {
  const production = { ...secrets, NODE_ENV: 'production' };
  for (const schema of [graphPaymentEnv, workerPaymentEnv]) {
    for (const absent of [{}, { PAYMENT_PROVIDER: '' }]) {
      expect(() => parseEnv(schema, { ...production, ...absent })).toThrow(
        'PAYMENT_PROVIDER: must be set in production; `test` moves no money',
      );
    }
    expect(() => parseEnv(schema, { ...production, PAYMENT_PROVIDER: 'test' })).not.toThrow();
  }
  const faults = () => parseEnv(graphPaymentEnv, { NODE_ENV: 'production' });
  expect(faults).toThrow('PAYMENT_PROVIDER: must be set');
  expect(faults).toThrow('PAYMENT_WEBHOOK_SECRETS: is missing');
});

it.each([
  ['production', ['PAYMENT_PROVIDER=test IN PRODUCTION: ORDERS ARE PAID WITHOUT MONEY']],
  ['development', []],
])('the test provider warns once in %s', async (NODE_ENV, expected) => {
  const env = { ...secrets, NODE_ENV, PAYMENT_PROVIDER: 'test', TEST_PROVIDER_DELAY_MS: '0' };
  const warnings: unknown[] = [];
  const log = { ...silentLog, warn: (line: unknown) => warnings.push(line) };
  const stops: (() => unknown)[] = [];
  const app: unknown = new Proxy({}, { get: () => () => app });
  const host = { app, log, onStop: (_: string, stop: () => unknown) => stops.push(stop) };
  const databases = { prisma: { testCharge: { findMany: async () => [] } } };
  parseEnv(graphPaymentEnv, env).payments.serve(host as never, databases as never);
  for (const stop of stops) await stop();
  expect(warnings).toEqual(expected);
});

it('an unknown provider is refused with the names of the known ones', () => {
  for (const schema of [graphPaymentEnv, workerPaymentEnv]) {
    expect(() => parseEnv(schema, { ...secrets, PAYMENT_PROVIDER: 'acme' })).toThrow(
      'PAYMENT_PROVIDER: must be one of: test, stripe',
    );
  }
});

it('the faults of the chosen provider are reported with all others', () => {
  const env = z.object({ ORDER_DATABASE_URL: z.string() }).and(graphPaymentEnv);
  const read = () => parseEnv(env, { TEST_PROVIDER_DELAY_MS: 'soon' });
  expect(read).toThrow('ORDER_DATABASE_URL: is missing');
  expect(read).toThrow('PAYMENT_WEBHOOK_SECRETS: is missing');
  expect(read).toThrow('TEST_PROVIDER_DELAY_MS: must be a number');
});

it('the worker needs no secrets of webhooks', () => {
  expect(() => parseEnv(workerPaymentEnv, {})).not.toThrow();
  expect(() => parseEnv(graphPaymentEnv, {})).toThrow('PAYMENT_WEBHOOK_SECRETS');
});
