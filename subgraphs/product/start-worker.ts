import { createInbox, inboxRetention, outboxRetention, serveWorker } from '@shop/messaging';
import { defineService, openDatabase } from '@shop/service';
import { createSqlDatabase, keyRetention } from '@shop/service/postgres';
import { workerEnv } from './env.ts';
import { stockHandlers } from './events/handlers.ts';
import { createStockStore } from './prisma/stock-store.ts';

/** Starts the worker of the catalogue. */
export const startWorker = defineService('product-worker', workerEnv, async (service, env) => {
  const database = openDatabase(service, env.PRODUCT_DATABASE_URL);

  await serveWorker(service, {
    bus: env.bus,
    database,
    publishes: 'product',
    inbox: createInbox(createSqlDatabase(database.pool).transaction, createStockStore),
    subscribes: {
      'product.stock': stockHandlers,
    },
    retention: [
      outboxRetention(env.OUTBOX_RETENTION_DAYS),
      inboxRetention(env.INBOX_RETENTION_DAYS),
      keyRetention(env.IDEMPOTENCY_RETENTION_DAYS),
    ],
  });
});
