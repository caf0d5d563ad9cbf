import { type HandleOnce, type Handlers, PermanentError } from '@shop/messaging';
import type { ShopEvent } from '@shop/schema';
import { claimReservation } from '../domain/claim-reservation.ts';
import { moveReservation } from '../domain/move-reservation.ts';
import type { StockChanges } from '../domain/ports.ts';
import { releaseStock } from '../domain/release-stock.ts';
import { reserveStock } from '../domain/reserve-stock.ts';
import { restockReturned } from '../domain/restock-returned.ts';
import { ReservationNotActiveError, type ShippingEvent, shipStock } from '../domain/ship-stock.ts';

type Once = HandleOnce<StockChanges>;

/** Tracks the stock of every variant of the catalogue. */
export const catalogueHandlers = (once: Once): Handlers<'inventory.catalogue'> => ({
  'product.created.v1': (event) => once(event, (stock) => stock.track(event.data)),
  'product.updated.v1': (event) => once(event, (stock) => stock.track(event.data)),
});

/** Reserves units for orders, releases them, takes them out of stock when they are shipped, and back when they return. */
export const orderHandlers = (once: Once): Handlers<'inventory.orders'> => ({
  'order.created.v1': (event) => once(event, (stock) => reserveStock(stock, event.data)),
  'order.edit_requested.v1': (event) => once(event, (stock) => moveReservation(stock, event.data)),
  'order.cancelled.v1': (event) => once(event, (stock) => releaseStock(stock, event.data)),
  'order.fulfilment_shipped.v1': (event) => ship(once, event),
  'order.units_cancelled.v1': (event) => ship(once, event),
  'order.shipped.v1': (event) => ship(once, event),
  'order.return_updated.v1': (event) =>
    once(event, (stock) => restockReturned(stock, event.data).catch(rethrow)),
  'order.claimed.v1': (event) => once(event, (stock) => claimReservation(stock, event.data)),
});

const ship = (once: Once, event: ShopEvent<ShippingEvent>) =>
  once(event, (stock) => shipStock(stock, event.data).catch(rethrow));

/** Dead-letters the message without a retry when the reservation is not active, since that does not change. */
function rethrow(error: unknown): never {
  throw error instanceof ReservationNotActiveError ? new PermanentError(error.message) : error;
}
