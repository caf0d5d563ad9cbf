import type { Handlers } from '@shop/messaging';
import type { ShopEvent } from '@shop/schema';
import type { AvailabilityStore } from '../domain/cart/ports.ts';
import type { CatalogueStore, OrderStore } from '../domain/ports.ts';
import { confirmOrder, rejectOrder } from '../domain/settle-reservation.ts';

type Stores = {
  readonly orders: OrderStore;
  readonly catalogue: CatalogueStore;
  readonly availability: AvailabilityStore;
};
/** Runs the effect of an event once, however often it is delivered. */
type Once = (event: ShopEvent, effect: (stores: Stores) => Promise<unknown>) => Promise<void>;

/** Keeps the copied catalogue. */
export const catalogueHandlers = (once: Once): Handlers<'order.catalogue'> => ({
  'product.created.v1': (event) => once(event, ({ catalogue }) => catalogue.learn(event.data)),
  'product.updated.v1': (event) => once(event, ({ catalogue }) => catalogue.learn(event.data)),
});

/** Keeps the copied availability. */
export const availabilityHandlers = (once: Once): Handlers<'order.availability'> => ({
  'stock.changed.v1': (event) =>
    once(event, ({ availability }) => {
      const { variantId, onHand, reserved } = event.data;
      return availability.learn(variantId, onHand - reserved, event.id);
    }),
});

/** Moves orders on when inventory has decided. */
export const stockHandlers = (once: Once, paymentWindowMs: number): Handlers<'order.stock'> => ({
  'stock.reserved.v1': (event) =>
    once(event, ({ orders }) => confirmOrder(orders, event.data.orderId, paymentWindowMs)),
  'stock.rejected.v1': (event) =>
    once(event, ({ orders }) => rejectOrder(orders, event.data.orderId, event.data.shortLines)),
});
