import type { Handlers } from '@shop/messaging';
import type { ShopEvent } from '@shop/schema';
import type { StockStore } from '../domain/ports.ts';
import { releaseStock } from '../domain/release-stock.ts';
import { reserveStock } from '../domain/reserve-stock.ts';

/** Runs the effect of an event once, however often it is delivered. */
type Once = (event: ShopEvent, effect: (stock: StockStore) => Promise<unknown>) => Promise<void>;

/** Keeps stock of every variant the catalogue has. */
export const catalogueHandlers = (once: Once): Handlers<'inventory.catalogue'> => ({
  'product.created.v1': (event) => once(event, (stock) => stock.track(event.data.variants)),
  'product.updated.v1': (event) => once(event, (stock) => stock.track(event.data.variants)),
});

/** Sets units aside for orders, and frees them. */
export const orderHandlers = (once: Once): Handlers<'inventory.orders'> => ({
  'order.created.v1': (event) => once(event, (stock) => reserveStock(stock, event.data)),
  'order.cancelled.v1': (event) => once(event, (stock) => releaseStock(stock, event.data)),
});
