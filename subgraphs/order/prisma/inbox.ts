import { isFirstTime } from '@shop/messaging';
import { originOf, type QueueName, type ShopEvent } from '@shop/schema';
import type { Stores } from '../domain/ports.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { inTransaction } from './client.ts';
import { createStores } from './stores.ts';

/** Runs the effect of an event once: the note that it happened and the effect commit together. */
export const createInbox =
  (prisma: PrismaClient) =>
  (queue: QueueName) =>
  (event: ShopEvent, effect: (stores: Stores) => Promise<unknown>): Promise<void> =>
    inTransaction(prisma, async (tx) => {
      if (!(await isFirstTime(tx, queue, event.id))) return;
      await effect(createStores(tx, originOf(event)));
    });
