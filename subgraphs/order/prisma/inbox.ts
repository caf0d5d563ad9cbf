import { isFirstTime } from '@shop/messaging';
import { originOf, type QueueName, type ShopEvent } from '@shop/schema';
import type { AvailabilityStore } from '../domain/cart/ports.ts';
import type { CatalogueStore, OrderStore } from '../domain/ports.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { createAvailabilityStore } from './availability-store.ts';
import { createCatalogueStore } from './catalogue-store.ts';
import { inTransaction } from './client.ts';
import { createOrderStore } from './order-store.ts';

export type Stores = {
  readonly orders: OrderStore;
  readonly catalogue: CatalogueStore;
  readonly availability: AvailabilityStore;
};

/** Runs the effect of an event once: the note that it happened and the effect commit together. */
export const createInbox =
  (prisma: PrismaClient) =>
  (queue: QueueName) =>
  (event: ShopEvent, effect: (stores: Stores) => Promise<unknown>): Promise<void> =>
    inTransaction(prisma, async (tx) => {
      if (!(await isFirstTime(tx, queue, event.id))) return;
      await effect({
        orders: createOrderStore(tx, originOf(event)),
        catalogue: createCatalogueStore(tx),
        availability: createAvailabilityStore(tx),
      });
    });
