import type { Origin } from '@shop/schema';
import type { Caller } from '@shop/service';
import type { StockStore } from './domain/ports.ts';
import { createLoaders, type Loaders } from './loaders.ts';

export type InventoryContext = Caller & {
  readonly stock: StockStore;
  readonly loaders: Loaders;
};

/** What resolvers get, new for each request. */
export const createContext =
  (stockFor: (origin: Origin) => StockStore) =>
  ({ viewer }: Caller, origin: Origin): InventoryContext => {
    const stock = stockFor(origin);
    return { viewer, stock, loaders: createLoaders(stock, viewer) };
  };
