import { createInbox, inboxRetention, outboxRetention, serveWorker } from '@shop/messaging';
import { defineService, openDatabase } from '@shop/service';
import { createSqlDatabase, keyRetention } from '@shop/service/postgres';
import { workerEnv } from './env.ts';
import { catalogueHandlers, orderHandlers } from './events/handlers.ts';
import { createStockChanges } from './prisma/stock-changes.ts';

/** Starts the worker of stock. */
export const startWorker = defineService('inventory-worker', workerEnv, async (service, env) => {
  const database = openDatabase(service, env.INVENTORY_DATABASE_URL);

  await serveWorker(service, {
    bus: env.bus,
    database,
    publishes: 'inventory',
    inbox: createInbox(createSqlDatabase(database.pool).transaction, createStockChanges),
    subscribes: {
      'inventory.catalogue': catalogueHandlers,
      'inventory.orders': orderHandlers,
    },
    retention: [
      outboxRetention(env.OUTBOX_RETENTION_DAYS),
      inboxRetention(env.INBOX_RETENTION_DAYS),
      keyRetention(env.IDEMPOTENCY_RETENTION_DAYS),
    ],
  });
});
