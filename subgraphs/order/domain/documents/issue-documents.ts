import type { Order } from '../order.ts';
import type { Payment } from '../payment.ts';
import { creditNoteContent, invoiceContent } from './content.ts';
import { invoiceOf, type NewDocument, type OrderDocument, type Seller } from './document.ts';
import type { DocumentStore } from './ports.ts';

/**
 * Issues every document of an order that is due and not issued: the invoice of its payment, and a credit note for each
 * refund of this payment that has succeeded. It does not matter in which sequence the events arrive that lead here.
 */
export const issueDocuments = (
  documents: DocumentStore,
  seller: Seller,
  orderId: string,
): Promise<void> => documents.issue(orderId, (order, issued) => dueDocument(order, issued, seller));

/** Returns the next document that is due. */
export function dueDocument(
  order: Order,
  issued: readonly OrderDocument[],
  seller: Seller,
): NewDocument | undefined {
  const payment = payerOf(order);
  if (!payment) return undefined;
  const invoice = invoiceOf(issued);
  if (!invoice) return { id: payment.id, kind: 'INVOICE', content: invoiceContent(order, seller) };
  const refund = order.refunds.find(
    ({ id, paymentId, status }) =>
      paymentId === payment.id && status === 'SUCCEEDED' && !issued.some((one) => one.id === id),
  );
  if (!refund) return undefined;
  const content = creditNoteContent(order, refund, { invoice, issued }, seller);
  return { id: refund.id, kind: 'CREDIT_NOTE', content };
}

/**
 * Returns the payment that has paid the order. Money that arrived when the order no longer waited for it has paid for
 * nothing: it is refunded, and is in no document.
 */
const payerOf = ({ payments, refunds }: Order): Payment | undefined =>
  payments.find(
    ({ id, status }) =>
      status === 'CAPTURED' &&
      !refunds.some(
        ({ paymentId, reasonCode }) => paymentId === id && reasonCode === 'LATE_PAYMENT',
      ),
  );
