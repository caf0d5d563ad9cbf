import type { Origin } from '@shop/schema';
import type { SqlDatabase } from '@shop/service/postgres';
import type { EventStores, Stores } from '../domain/ports.ts';
import { createAvailabilityStore } from './availability-store.ts';
import { createCartStore } from './cart-store.ts';
import { createCatalogueStore } from './catalogue-store.ts';
import type { Databases } from './client.ts';
import { createDocumentStore } from './document-store.ts';
import { createGiftCardStore } from './gift-card-store.ts';
import { createGuestLinkStore } from './guest-link-store.ts';
import { createOrderListStore } from './order-list-store.ts';
import { createOrderNoteStore } from './order-note-store.ts';
import { createOrderStore } from './order-store.ts';
import { createPricingStore } from './pricing-store.ts';
import { createPromotionUseStore } from './promotion-use-store.ts';
import { createVoucherStore } from './voucher-store.ts';

/** Creates every store. `origin` goes into the events they save. */
export const createStores = ({ prisma, sql }: Databases, origin?: Origin): Stores => ({
  ...createEventStores(sql, origin),
  lists: createOrderListStore({ sql }),
  notes: createOrderNoteStore(prisma),
  guestLinks: createGuestLinkStore(prisma, origin),
  carts: createCartStore(prisma),
  pricing: createPricingStore(sql, origin),
  vouchers: createVoucherStore(sql, origin),
  giftCards: createGiftCardStore(sql, origin),
  promotionUses: createPromotionUseStore(sql),
});

/** Creates the stores that events change, on a database or in one transaction. */
export const createEventStores = (sql: SqlDatabase, origin?: Origin): EventStores => ({
  orders: createOrderStore(sql, origin),
  catalogue: createCatalogueStore(sql),
  availability: createAvailabilityStore(sql),
  documents: createDocumentStore(sql, origin),
});
