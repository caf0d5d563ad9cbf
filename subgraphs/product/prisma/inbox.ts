import type { QueueName, ShopEvent } from '@shop/schema';
import type { StockStore } from '../domain/ports.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { inTransaction } from './client.ts';
import { createStockStore } from './stock-store.ts';

/** Runs the effect of an event once: the note that it happened and the effect commit together. */
export const createInbox =
  (prisma: PrismaClient) =>
  (queue: QueueName) =>
  (event: ShopEvent, effect: (stock: StockStore) => Promise<unknown>): Promise<void> =>
    inTransaction(prisma, async (tx) => {
      const data = [{ queue, eventId: event.id }];
      const { count } = await tx.inbox.createMany({ data, skipDuplicates: true });
      if (count === 1) await effect(createStockStore(tx));
    });
