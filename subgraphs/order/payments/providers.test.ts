import { parseEnv } from '@shop/service';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { graphPaymentEnv, workerPaymentEnv } from './providers.ts';

const secrets = { PAYMENT_WEBHOOK_SECRETS: 's'.repeat(32) };

it('the test provider is the default, for the graph and the worker', () => {
  const { payments } = parseEnv(graphPaymentEnv, secrets);
  const request = { body: Buffer.from('{}'), header: () => undefined, receivedAt: new Date() };
  expect(payments.parseWebhook(request)).toBe('unsigned');
  expect(parseEnv(workerPaymentEnv, { PAYMENT_PROVIDER: 'test' }).payments.retention).toEqual([
    { table: 'test_charges', column: 'created_at', days: 365 },
  ]);
});

it('an unknown provider is refused with the names of the known ones', () => {
  for (const schema of [graphPaymentEnv, workerPaymentEnv]) {
    expect(() => parseEnv(schema, { ...secrets, PAYMENT_PROVIDER: 'acme' })).toThrow(
      'PAYMENT_PROVIDER: must be one of: test',
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
