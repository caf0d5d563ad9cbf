import type { Origin } from '@shop/schema';
import type { Connection, ViewerContext } from '@shop/service';
import type { LedgerLine, StockStore } from './domain/ports.ts';
import type { Stock } from './domain/stock.ts';
import { createLoaders, type Loaders } from './loaders.ts';

export type InventoryContext = ViewerContext & {
  readonly stock: StockStore;
  readonly loaders: Loaders;
};

/** What `StockConnection` resolves from. */
export type StockConnection = Connection<Stock>;

/** What `StockMovementConnection` resolves from. */
export type StockMovementConnection = Connection<LedgerLine>;

/** Creates the context of one request. */
export const createContext =
  (stockFor: (origin: Origin) => StockStore) =>
  ({ viewer }: ViewerContext, origin: Origin): InventoryContext => {
    const stock = stockFor(origin);
    return { viewer, stock, loaders: createLoaders(stock, viewer) };
  };
