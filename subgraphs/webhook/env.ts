import { networksField } from '@shop/domain';
import { sealingKey } from '@shop/schema';
import {
  busEnv,
  postgresUrl,
  publicKeySet,
  retentionDays,
  serviceEnv,
  wholeNumber,
} from '@shop/service';

const dayMs = 24 * 60 * 60_000;

/** What graph and worker read. */
const webhookEnv = serviceEnv.extend({
  WEBHOOK_DATABASE_URL: postgresUrl,
  WEBHOOK_SECRET_KEY: sealingKey,
  /** Networks that deliveries may reach although they are not public, by http too. */
  WEBHOOK_ALLOWED_NETWORKS: networksField.default([]),
});

/** What the graph reads. */
export const graphEnv = webhookEnv.extend({ INTERNAL_TOKEN_PUBLIC_KEYS: publicKeySet }).and(busEnv);

/** What the worker reads. The defaults give up after 12 attempts in about 23 hours. */
export const workerEnv = webhookEnv
  .extend({
    WEBHOOK_TIMEOUT_MS: wholeNumber(100).max(60_000).default(10_000),
    WEBHOOK_MAX_ATTEMPTS: wholeNumber(1).max(100).default(12),
    WEBHOOK_RETRY_FIRST_MS: wholeNumber(1).max(dayMs).default(5_000),
    WEBHOOK_RETRY_LONGEST_MS: wholeNumber(1)
      .max(7 * dayMs)
      .default(6 * 60 * 60_000),
    WEBHOOK_DISABLE_AFTER_HOURS: wholeNumber(1).max(8_760).default(120),
    WEBHOOK_RETENTION_DAYS: retentionDays.default(30),
    IDEMPOTENCY_RETENTION_DAYS: retentionDays.default(30),
  })
  .refine((env) => !(env.WEBHOOK_RETRY_LONGEST_MS < env.WEBHOOK_RETRY_FIRST_MS), {
    path: ['WEBHOOK_RETRY_LONGEST_MS'],
    message: 'must not be less than WEBHOOK_RETRY_FIRST_MS',
    when: () => true,
  })
  .and(busEnv);
