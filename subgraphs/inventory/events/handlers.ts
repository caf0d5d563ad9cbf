import { type Handlers, PermanentError } from '@shop/messaging';
import type { ShopEvent } from '@shop/schema';
import type { StockStore } from '../domain/ports.ts';
import { releaseStock } from '../domain/release-stock.ts';
import { reserveStock } from '../domain/reserve-stock.ts';
import { NothingSetAside, shipStock } from '../domain/ship-stock.ts';

/** Runs the effect of an event once, however often it is delivered. */
type Once = (event: ShopEvent, effect: (stock: StockStore) => Promise<unknown>) => Promise<void>;

/** Keeps stock of every variant the catalogue has. */
export const catalogueHandlers = (once: Once): Handlers<'inventory.catalogue'> => ({
  'product.created.v1': (event) => once(event, (stock) => stock.track(event.data)),
  'product.updated.v1': (event) => once(event, (stock) => stock.track(event.data)),
});

/** Sets units aside for orders, frees them, and takes them out of stock when the order leaves. */
export const orderHandlers = (once: Once): Handlers<'inventory.orders'> => ({
  'order.created.v1': (event) => once(event, (stock) => reserveStock(stock, event.data)),
  'order.cancelled.v1': (event) => once(event, (stock) => releaseStock(stock, event.data)),
  'order.shipped.v1': (event) =>
    once(event, (stock) => shipStock(stock, event.data).catch(giveUpOnNothingSetAside)),
});

/** Another try finds the same reservation: straight to the dead letters, for a person to look at. */
function giveUpOnNothingSetAside(error: unknown): never {
  throw error instanceof NothingSetAside ? new PermanentError(error.message) : error;
}
