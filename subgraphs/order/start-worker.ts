import { createInbox, inboxRetention, outboxRetention, serveWorker } from '@shop/messaging';
import { defineService, openDatabase } from '@shop/service';
import { createSqlDatabase } from '@shop/service/postgres';
import { sweepOrders } from './domain/sweep-orders.ts';
import { workerEnv } from './env.ts';
import {
  accountHandlers,
  availabilityHandlers,
  catalogueHandlers,
  documentHandlers,
  stockHandlers,
} from './events/handlers.ts';
import { createOrderMeter } from './metrics.ts';
import { createGiftCardPayments } from './payments/gift-card/gift-card-payments.ts';
import { createPrisma } from './prisma/client.ts';
import { createDueOrders } from './prisma/due-orders.ts';
import { createOpenOrderFigures, openOrderFigures } from './prisma/open-orders.ts';
import { createOrderFigures, orderFigures } from './prisma/order-figures.ts';
import { createOrderStore } from './prisma/order-store.ts';
import { orderRetention } from './prisma/retention.ts';
import { createEventStores } from './prisma/stores.ts';

/** Starts the worker of orders. */
export const startWorker = defineService('order-worker', workerEnv, async (service, env) => {
  const database = openDatabase(service, env.ORDER_DATABASE_URL);
  const prisma = createPrisma(database.pool);
  const sql = createSqlDatabase(database.pool);
  const pendingMs = env.PENDING_MINUTES * 60_000;
  const windows = {
    user: env.PAYMENT_WINDOW_MINUTES * 60_000,
    guest: env.GUEST_PAYMENT_WINDOW_MINUTES * 60_000,
    staff: env.STAFF_PAYMENT_WINDOW_MINUTES * 60_000,
  };
  const seller = {
    name: env.SELLER_NAME,
    address: env.SELLER_ADDRESS,
    taxId: env.SELLER_TAX_ID,
  };
  const payments = env.payments.create({ prisma, sql });
  const due = {
    orders: createOrderStore(sql),
    due: createDueOrders(prisma),
    payments,
    giftCardPayments: createGiftCardPayments({ sql }),
    pendingMs,
    report: (error: unknown, id: string) =>
      service.log.error({ err: error, id }, 'not swept, tried again later'),
  };

  await serveWorker(service, {
    bus: env.bus,
    database,
    publishes: 'order',
    onPublished: createOrderMeter(service.metrics),
    inbox: createInbox(sql.transaction, createEventStores),
    subscribes: {
      'order.catalogue': catalogueHandlers,
      'order.stock': (once) => stockHandlers(once, { windows, seller }),
      'order.availability': availabilityHandlers,
      'order.documents': (once) => documentHandlers(once, seller),
      'order.accounts': (once) => accountHandlers(once, payments),
    },
    retention: [
      outboxRetention(env.OUTBOX_RETENTION_DAYS),
      inboxRetention(env.INBOX_RETENTION_DAYS),
      ...orderRetention({
        carts: env.CART_RETENTION_DAYS,
        keys: env.IDEMPOTENCY_RETENTION_DAYS,
      }),
      ...env.payments.retention,
    ],
    // Open payments, pending refunds, and orders whose deadline has passed.
    periodic: [{ name: 'sweep', everyMs: 5_000, run: () => sweepOrders(due) }],
    figures: [
      { help: orderFigures, read: createOrderFigures(prisma, pendingMs) },
      { help: openOrderFigures, read: createOpenOrderFigures(prisma) },
    ],
  });
});
