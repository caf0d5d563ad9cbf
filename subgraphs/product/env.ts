import {
  busEnv,
  eventRetentionEnv,
  httpUrl,
  postgresUrl,
  publicKeySet,
  retentionDays,
  serviceEnv,
} from '@shop/service';

/** What the graph reads. */
export const graphEnv = serviceEnv.extend({
  PRODUCT_DATABASE_URL: postgresUrl,
  INTERNAL_TOKEN_PUBLIC_KEYS: publicKeySet,
  /** Where clients reach the gateway: the pictures of the demonstration catalogue are below it. */
  PUBLIC_URL: httpUrl.default('http://localhost:4000'),
});

/** What the worker reads. */
export const workerEnv = serviceEnv
  .extend({
    PRODUCT_DATABASE_URL: postgresUrl,
    IDEMPOTENCY_RETENTION_DAYS: retentionDays.default(30),
  })
  .and(busEnv)
  .and(eventRetentionEnv);
