import type { Origin } from '@shop/schema';
import type { Connection, ViewerContext } from '@shop/service';
import type { AvailabilityStore, CartStore } from './domain/cart/ports.ts';
import type { Order } from './domain/order.ts';
import type { OrderLists } from './domain/order-list.ts';
import type { OrderNotes } from './domain/order-note.ts';
import type { CatalogueStore, OrderStore, PaymentProvider } from './domain/ports.ts';
import { createLoaders, type Loaders } from './loaders.ts';

export type OrderContext = ViewerContext & {
  readonly orders: OrderStore;
  readonly catalogue: CatalogueStore;
  readonly payments: PaymentProvider;
  readonly carts: CartStore;
  readonly lists: OrderLists;
  readonly notes: OrderNotes;
  readonly loaders: Loaders;
};

/** What `OrderConnection` resolves from. */
export type OrderConnection = Connection<Order>;

type Sources = {
  readonly orders: (origin: Origin) => OrderStore;
  readonly catalogue: CatalogueStore;
  readonly payments: PaymentProvider;
  readonly carts: CartStore;
  readonly availability: AvailabilityStore;
  readonly lists: OrderLists;
  readonly notes: OrderNotes;
};

/** What resolvers get, new for each request. */
export const createContext =
  ({ orders, ...rest }: Sources) =>
  ({ viewer }: ViewerContext, origin: Origin): OrderContext => {
    const stores = { ...rest, orders: orders(origin) };
    return { ...stores, viewer, loaders: createLoaders(stores, viewer) };
  };
