import {
  busEnv,
  busMissing,
  httpUrl,
  inboxTooShort,
  knowsReplays,
  namesABus,
  postgresUrl,
  publicKeySet,
  retentionDays,
  serviceEnv,
} from '@shop/service';
import { z } from 'zod';
import { webhookSecrets } from './payments/signature.ts';

const milliseconds = z.coerce.number('must be a number').int('must be a whole number').min(0);

/** What main.ts and worker.ts need to reach the payment provider. */
const paymentEnv = {
  /** Where customers reach the gateway. */
  PUBLIC_URL: httpUrl.default('http://localhost:4000'),
  /** After how many milliseconds the test provider settles a late charge; at most an hour. */
  TEST_PROVIDER_DELAY_MS: milliseconds.max(3_600_000).default(2_000),
};

/** What `main.ts` reads. */
export const graphEnv = serviceEnv.extend({
  ORDER_DATABASE_URL: postgresUrl,
  INTERNAL_TOKEN_PUBLIC_KEYS: publicKeySet,
  ...paymentEnv,
  PAYMENT_WEBHOOK_SECRETS: webhookSecrets,
  /** Where the test provider sends its webhooks; the public one unless it is another from inside. */
  TEST_PROVIDER_WEBHOOK_URL: httpUrl.optional(),
});

const minutes = z.coerce.number('must be a number of minutes').min(1).max(100_000);

/**
 * What `worker.ts` reads. PAYMENT_WINDOW_MINUTES: how long units are set aside for an unpaid order.
 * PENDING_MINUTES: how long an order waits for inventory.
 */
export const workerEnv = serviceEnv
  .extend({
    ORDER_DATABASE_URL: postgresUrl,
    PAYMENT_WINDOW_MINUTES: minutes.default(30),
    PENDING_MINUTES: minutes.default(60),
    CART_RETENTION_DAYS: retentionDays.default(90),
    IDEMPOTENCY_RETENTION_DAYS: retentionDays.default(30),
    TEST_PROVIDER_RETENTION_DAYS: retentionDays.default(365),
    ...paymentEnv,
  })
  .extend(busEnv.shape)
  .refine(namesABus, busMissing)
  .refine(knowsReplays, inboxTooShort);
