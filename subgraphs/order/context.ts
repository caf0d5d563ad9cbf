import type { Origin } from '@shop/schema';
import type { Caller, Connection } from '@shop/service';
import type { Order } from './domain/order.ts';
import type { CatalogueStore, OrderStore, PaymentProvider } from './domain/ports.ts';
import { createLoaders, type Loaders } from './loaders.ts';

export type OrderContext = Caller & {
  readonly orders: OrderStore;
  readonly catalogue: CatalogueStore;
  readonly payments: PaymentProvider;
  readonly loaders: Loaders;
};

/** What `OrderConnection` resolves from. */
export type OrderConnection = Connection<Order>;

type Sources = {
  readonly orders: (origin: Origin) => OrderStore;
  readonly catalogue: CatalogueStore;
  readonly payments: PaymentProvider;
};

/** What resolvers get, new for each request. */
export const createContext =
  ({ orders, ...rest }: Sources) =>
  ({ viewer }: Caller, origin: Origin): OrderContext => {
    const store = orders(origin);
    return { ...rest, viewer, orders: store, loaders: createLoaders(store, viewer) };
  };
