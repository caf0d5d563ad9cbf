import { sealingKey } from '@shop/schema';
import {
  busEnv,
  eventRetentionEnv,
  postgresUrl,
  privateKeySet,
  publicKeySet,
  retentionDays,
  serviceEnv,
} from '@shop/service';
import { z } from 'zod';

/** What the graph reads. */
export const graphEnv = serviceEnv.extend({
  USER_DATABASE_URL: postgresUrl,
  INTERNAL_TOKEN_PUBLIC_KEYS: publicKeySet,
  ACCESS_TOKEN_PRIVATE_KEYS: privateKeySet,
  MAIL_TOKEN_KEY: sealingKey,
  ACCESS_TOKEN_ISSUER: z.string().default('shop'),
  ACCESS_TOKEN_AUDIENCE: z.string().default('shop-api'),
});

/** What the worker reads. */
export const workerEnv = serviceEnv
  .extend({
    USER_DATABASE_URL: postgresUrl,
    IDEMPOTENCY_RETENTION_DAYS: retentionDays.default(30),
  })
  .and(busEnv)
  .and(eventRetentionEnv);
