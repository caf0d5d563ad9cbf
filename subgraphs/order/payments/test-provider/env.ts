import { httpUrl, retentionDays } from '@shop/service';
import { z } from 'zod';
import { webhookSecrets } from './signature.ts';

const milliseconds = z.coerce.number('must be a number').int('must be a whole number').min(0);

const testProviderEnv = z.object({
  NODE_ENV: z.string().optional(),
  /** Where customers reach the gateway. */
  PUBLIC_URL: httpUrl.default('http://localhost:4000'),
  /** After how many milliseconds a late charge settles; at most an hour. */
  TEST_PROVIDER_DELAY_MS: milliseconds.max(3_600_000).default(2_000),
  /** For how many minutes an authorised charge can be captured; a week by default, as with most cards. */
  TEST_PROVIDER_AUTHORISATION_MINUTES: z.coerce
    .number('must be a number of minutes')
    .min(0.01)
    .max(525_600)
    .default(10_080),
});
export type TestProviderEnv = z.output<typeof testProviderEnv>;

/** What the test provider reads in the graph. */
export const graphEnv = testProviderEnv.extend({
  PAYMENT_WEBHOOK_SECRETS: webhookSecrets,
  /** Where webhooks are sent. Default: the path below PUBLIC_URL. */
  TEST_PROVIDER_WEBHOOK_URL: httpUrl.optional(),
});
export type GraphEnv = z.output<typeof graphEnv>;

/** What it reads in the worker. */
export const workerEnv = testProviderEnv.extend({
  TEST_PROVIDER_RETENTION_DAYS: retentionDays.default(365),
});
export type WorkerEnv = z.output<typeof workerEnv>;
