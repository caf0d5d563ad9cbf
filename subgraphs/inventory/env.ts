import {
  busEnv,
  eventRetentionEnv,
  postgresUrl,
  publicKeySet,
  retentionDays,
  serviceEnv,
} from '@shop/service';

/** What the graph reads. */
export const graphEnv = serviceEnv.extend({
  INVENTORY_DATABASE_URL: postgresUrl,
  INTERNAL_TOKEN_PUBLIC_KEYS: publicKeySet,
});

/** What the worker reads. */
export const workerEnv = serviceEnv
  .extend({
    INVENTORY_DATABASE_URL: postgresUrl,
    IDEMPOTENCY_RETENTION_DAYS: retentionDays.default(30),
  })
  .and(busEnv)
  .and(eventRetentionEnv);
