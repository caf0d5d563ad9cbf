import type { HandleOnce, Handlers } from '@shop/messaging';
import type { StockStore } from '../domain/ports.ts';
import { projectStock } from '../domain/project-stock.ts';

type Once = HandleOnce<StockStore>;

/** Projects the stock of variants, by which lists filter. */
export const stockHandlers = (once: Once): Handlers<'product.stock'> => ({
  'stock.changed.v1': (event) => once(event, (stock) => projectStock(stock, event)),
});
