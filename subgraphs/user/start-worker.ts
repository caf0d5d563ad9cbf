import { outboxRetention, serveWorker } from '@shop/messaging';
import { defineService, openDatabase } from '@shop/service';
import { keyRetention } from '@shop/service/postgres';
import { workerEnv } from './env.ts';

/** Starts the worker of users. */
export const startWorker = defineService('user-worker', workerEnv, (service, env) =>
  serveWorker(service, {
    bus: env.bus,
    database: openDatabase(service, env.USER_DATABASE_URL),
    publishes: 'user',
    retention: [
      outboxRetention(env.OUTBOX_RETENTION_DAYS),
      keyRetention(env.IDEMPOTENCY_RETENTION_DAYS),
    ],
  }),
);
