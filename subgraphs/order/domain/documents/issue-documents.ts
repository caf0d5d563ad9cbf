import { amountDueOf, isLatePayment, paysFor } from '../account.ts';
import type { Order } from '../order.ts';
import type { Payment, Refund } from '../payment.ts';
import { creditNoteContent, invoiceContent } from './content.ts';
import { invoiceOf, type NewDocument, type OrderDocument, type Seller } from './document.ts';
import { furtherInvoice } from './further-invoice.ts';
import type { DocumentStore } from './ports.ts';

/**
 * Issues every document of an order that is due and not issued: the invoice once it is paid in full, a credit note for each
 * refund of its payments that has succeeded, and a further invoice once it is paid what it costs more. It does not matter in which sequence the events arrive that lead here.
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
  const invoice = invoiceOf(issued);
  if (!invoice) {
    const payment = payerOf(order);
    if (!payment || amountDueOf(order).minor > 0n) return undefined;
    return { id: payment.id, kind: 'INVOICE', content: invoiceContent(order, seller) };
  }
  const refunds = order.refunds.filter(
    (one) =>
      one.status === 'SUCCEEDED' &&
      isCredited(order, one) &&
      !issued.some(({ id }) => id === one.id),
  );
  const creditNote = (refund: Refund | undefined): NewDocument | undefined =>
    refund && {
      ...{ id: refund.id, kind: 'CREDIT_NOTE' },
      content: creditNoteContent(order, refund, issued, seller),
    };
  // What an order costs less, then what it costs more since; what was refunded of that comes last.
  return (
    creditNote(refunds.find(({ reasonCode }) => reasonCode === 'ORDER_CHANGED')) ??
    furtherInvoice(order, issued, seller) ??
    creditNote(refunds[0])
  );
}

/** Returns the first payment that pays for the order. */
const payerOf = (order: Order): Payment | undefined =>
  order.payments.find((one) => paysFor(one, order));

/**
 * Whether a refund takes back what the invoice states. Money that arrived when the order no longer waited for it has paid
 * for nothing: it is refunded, and is in no document. Neither is money for an order that cost less before it was paid.
 */
const isCredited = (order: Order, { id, paymentId, reasonCode }: Refund): boolean =>
  reasonCode !== 'LATE_PAYMENT' &&
  !order.edits.some(({ wasPaid, refundIds }) => !wasPaid && refundIds.includes(id)) &&
  order.payments.some((one) => one.id === paymentId && !isLatePayment(one, order));
