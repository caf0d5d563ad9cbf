import type { HandleOnce, Handlers } from '@shop/messaging';
import { confirmOrder, type PaymentWindows } from '../domain/confirm-order.ts';
import type { Seller } from '../domain/documents/document.ts';
import { issueDocuments } from '../domain/documents/issue-documents.ts';
import type { EventStores } from '../domain/ports.ts';
import { rejectOrder } from '../domain/reject-order.ts';

type Once = HandleOnce<EventStores>;

/** Projects the catalogue. */
export const catalogueHandlers = (once: Once): Handlers<'order.catalogue'> => ({
  'product.created.v1': (event) =>
    once(event, ({ catalogue }) => catalogue.projectProduct(event.data)),
  'product.updated.v1': (event) =>
    once(event, ({ catalogue }) => catalogue.projectProduct(event.data)),
});

/** Projects the units for sale. */
export const availabilityHandlers = (once: Once): Handlers<'order.availability'> => ({
  'stock.changed.v1': (event) =>
    once(event, ({ availability }) => {
      const { variantId, onHand, reserved } = event.data;
      return availability.projectStock(variantId, onHand - reserved, event.id);
    }),
});

/** Confirms or rejects orders when inventory has decided. */
export const stockHandlers = (once: Once, windows: PaymentWindows): Handlers<'order.stock'> => ({
  'stock.reserved.v1': (event) =>
    once(event, ({ orders }) => confirmOrder(orders, event.data.orderId, windows)),
  'stock.rejected.v1': (event) =>
    once(event, ({ orders }) => rejectOrder(orders, event.data.orderId, event.data.shortLines)),
});

/** Issues invoices and credit notes. */
export const documentHandlers = (once: Once, seller: Seller): Handlers<'order.documents'> => ({
  'order.paid.v1': (event) =>
    once(event, ({ documents }) => issueDocuments(documents, seller, event.data.orderId)),
  'order.refunded.v1': (event) =>
    once(event, ({ documents }) => issueDocuments(documents, seller, event.data.orderId)),
});
