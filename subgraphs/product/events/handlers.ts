import type { Handlers } from '@shop/messaging';
import type { ShopEvent } from '@shop/schema';
import { learnStock } from '../domain/learn-stock.ts';
import type { StockStore } from '../domain/ports.ts';

/** Runs the effect of an event once, however often it is delivered. */
type Once = (event: ShopEvent, effect: (stock: StockStore) => Promise<unknown>) => Promise<void>;

/** Keeps the copy of what can be bought, for lists that ask for it. */
export const stockHandlers = (once: Once): Handlers<'product.stock'> => ({
  'stock.changed.v1': (event) => once(event, (stock) => learnStock(stock, event)),
});
