import type { HandleOnce, Handlers } from '@shop/messaging';
import { confirmOrder } from '../domain/confirm-order.ts';
import type { Seller } from '../domain/documents/document.ts';
import { issueDocuments } from '../domain/documents/issue-documents.ts';
import { applyEdit, type EditRules, rejectEdit } from '../domain/edits/settle-edit.ts';
import type { EventStores, SavingPaymentProvider } from '../domain/ports.ts';
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

/** Confirms or rejects orders, and applies or rejects their edits, when inventory has decided. */
export const stockHandlers = (once: Once, rules: EditRules): Handlers<'order.stock'> => ({
  'stock.reserved.v1': (event) =>
    once(event, ({ orders }) => confirmOrder(orders, event.data.orderId, rules.windows)),
  'stock.rejected.v1': (event) =>
    once(event, ({ orders }) => rejectOrder(orders, event.data.orderId, event.data.shortLines)),
  'stock.edit_reserved.v1': (event) =>
    once(event, (stores) => applyEdit(stores, event.data, rules)),
  'stock.edit_rejected.v1': (event) => once(event, ({ orders }) => rejectEdit(orders, event.data)),
});

/** Issues invoices and credit notes. */
export const documentHandlers = (once: Once, seller: Seller): Handlers<'order.documents'> => ({
  'order.paid.v1': (event) =>
    once(event, ({ documents }) => issueDocuments(documents, seller, event.data.orderId)),
  'payment.authorised.v1': (event) =>
    once(event, ({ documents }) => issueDocuments(documents, seller, event.data.orderId)),
  'payment.captured.v1': (event) =>
    once(event, ({ documents }) => issueDocuments(documents, seller, event.data.orderId)),
  'order.refunded.v1': (event) =>
    once(event, ({ documents }) => issueDocuments(documents, seller, event.data.orderId)),
});

/**
 * Removes what the payment provider stores about users who delete their accounts. It has no effect the second time; the inbox
 * records that the event was handled.
 */
export const accountHandlers = (
  once: Once,
  { methods }: Pick<SavingPaymentProvider, 'methods'>,
): Handlers<'order.accounts'> => ({
  'user.deleted.v1': async (event) => {
    await methods.removeUser(event.data.userId);
    await once(event, async () => undefined);
  },
});
