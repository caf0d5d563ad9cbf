import type { SqlDatabase } from '@shop/service/postgres';
import { storeKey } from '@shop/service/prisma';
import type { OrderStore } from '../domain/ports.ts';
import { createOrderStore } from './order-store.ts';

/**
 * Creates a function that runs the effect of a webhook once: its id, stored as an idempotency key, and the
 * effect commit together. A second delivery waits for the first, and has no effect unless the first was
 * rolled back.
 */
export const createWebhookLog =
  (database: SqlDatabase) =>
  (eventId: string, effect: (orders: OrderStore) => Promise<unknown>): Promise<void> =>
    database.transaction(async (tx) => {
      const key = { scope: 'paymentWebhook', key: eventId, fingerprint: '' };
      if (await storeKey(tx, key)) await effect(createOrderStore(tx));
    });
