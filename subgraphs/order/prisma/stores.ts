import type { Origin } from '@shop/schema';
import type { Stores } from '../domain/ports.ts';
import { createAvailabilityStore } from './availability-store.ts';
import { createCartStore } from './cart-store.ts';
import { createCatalogueStore } from './catalogue-store.ts';
import type { Database } from './client.ts';
import { createGuestLinkStore } from './guest-link-store.ts';
import { createOrderListStore } from './order-list-store.ts';
import { createOrderNoteStore } from './order-note-store.ts';
import { createOrderStore } from './order-store.ts';

/** Creates every store on a client or in one transaction. `origin` goes into the events they save. */
export const createStores = (database: Database, origin?: Origin): Stores => ({
  orders: createOrderStore(database, origin),
  lists: createOrderListStore(database),
  notes: createOrderNoteStore(database),
  guestLinks: createGuestLinkStore(database, origin),
  carts: createCartStore(database),
  catalogue: createCatalogueStore(database),
  availability: createAvailabilityStore(database),
});
