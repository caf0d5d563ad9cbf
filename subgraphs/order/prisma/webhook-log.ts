import type { OrderStore } from '../domain/ports.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { inTransaction } from './client.ts';
import { createOrderStore } from './order-store.ts';

/**
 * Creates a function that runs the effect of a webhook once: its id and the effect commit together. A second
 * delivery waits for the first, and has no effect unless the first was rolled back.
 */
export const createWebhookLog =
  (prisma: PrismaClient) =>
  (eventId: string, effect: (orders: OrderStore) => Promise<unknown>): Promise<void> =>
    inTransaction(prisma, async (tx) => {
      const data = [{ id: eventId }];
      const { count } = await tx.webhookEvent.createMany({ data, skipDuplicates: true });
      if (count > 0) await effect(createOrderStore(tx));
    });
