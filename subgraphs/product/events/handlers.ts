import type { Handlers } from '@shop/messaging';
import type { ShopEvent } from '@shop/schema';
import type { StockStore } from '../domain/ports.ts';
import { projectStock } from '../domain/project-stock.ts';

/** Runs the effect of an event once, however often it is delivered. */
type Once = (event: ShopEvent, effect: (stock: StockStore) => Promise<unknown>) => Promise<void>;

/** Projects the stock of variants, by which lists filter. */
export const stockHandlers = (once: Once): Handlers<'product.stock'> => ({
  'stock.changed.v1': (event) => once(event, (stock) => projectStock(stock, event)),
});
