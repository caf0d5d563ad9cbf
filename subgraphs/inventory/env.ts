import {
  busEnv,
  busMissing,
  inboxTooShort,
  knowsReplays,
  namesABus,
  postgresUrl,
  publicKeySet,
  retentionDays,
  serviceEnv,
} from '@shop/service';

/** What `main.ts` reads. */
export const graphEnv = serviceEnv.extend({
  INVENTORY_DATABASE_URL: postgresUrl,
  INTERNAL_TOKEN_PUBLIC_KEYS: publicKeySet,
});

/** What `worker.ts` reads. */
export const workerEnv = serviceEnv
  .extend({
    INVENTORY_DATABASE_URL: postgresUrl,
    IDEMPOTENCY_RETENTION_DAYS: retentionDays.default(30),
  })
  .extend(busEnv.shape)
  .refine(namesABus, busMissing)
  .refine(knowsReplays, inboxTooShort);
