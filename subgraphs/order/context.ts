import type { Origin } from '@shop/schema';
import type { Connection, ViewerContext } from '@shop/service';
import type { Order } from './domain/order.ts';
import type { PaymentProvider, Stores } from './domain/ports.ts';
import { createLoaders, type Loaders } from './loaders.ts';

export type OrderContext = ViewerContext &
  Stores & { readonly payments: PaymentProvider; readonly loaders: Loaders };

/** The value that the resolvers of `OrderConnection` read. */
export type OrderConnection = Connection<Order>;

type Sources = {
  readonly stores: (origin: Origin) => Stores;
  readonly payments: PaymentProvider;
};

/** Creates the context of a request. */
export const createContext =
  ({ stores: storesOf, payments }: Sources) =>
  ({ viewer }: ViewerContext, origin: Origin): OrderContext => {
    const stores = storesOf(origin);
    return { ...stores, payments, viewer, loaders: createLoaders(stores, viewer) };
  };
