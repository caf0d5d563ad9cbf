import { amountDueOf, paysFor } from '../account.ts';
import type { EditedParts } from '../edits/edit.ts';
import type { Order } from '../order.ts';
import { sumOf, taxesOf } from '../pricing/breakdown.ts';
import { divideHalfUp } from '../pricing/divide.ts';
import { breakdownOf } from '../pricing/order-breakdown.ts';
import { changesBetween } from './changes.ts';
import { amountLine, headOf } from './content.ts';
import type { DocumentContent, NewDocument, OrderDocument, Seller } from './document.ts';

/**
 * Returns the further invoice of an order that costs more since it was invoiced, once that is paid; `undefined` when none is
 * due. Its id is that of the payment.
 */
export function furtherInvoice(
  order: Order,
  issued: readonly OrderDocument[],
  seller: Seller,
): NewDocument | undefined {
  const stated = statedTotal(order, issued);
  const payment = order.payments.findLast(
    (one) => paysFor(one, order) && !issued.some(({ id }) => id === one.id),
  );
  const isPaid = amountDueOf(order).minor === 0n;
  if (!payment || !isPaid || order.total.minor <= stated) return undefined;
  return { id: payment.id, kind: 'INVOICE', content: furtherContent(order, stated, seller) };
}

/** Returns what the documents state that the order costs: its invoices, without what it costs less since. */
function statedTotal({ refunds }: Order, issued: readonly OrderDocument[]): bigint {
  const isOfChange = (id: string) =>
    refunds.some((one) => one.id === id && one.reasonCode === 'ORDER_CHANGED');
  return sumOf(
    issued.map(({ id, kind, content }) => {
      if (kind === 'INVOICE') return content.total;
      return isOfChange(id) ? -content.total : 0n;
    }),
  );
}

function furtherContent(order: Order, stated: bigint, seller: Seller): DocumentContent {
  const head = { ...headOf(order, seller, breakdownOf(order)), invoiceNumber: null };
  const before = order.edits
    .filter(({ status }) => status === 'APPLIED')
    .map((edit) => edit.before)
    .findLast(({ total }) => total.minor === stated);
  return { ...head, ...(before ? changesBetween(before, order) : shareOf(order, stated)) };
}

/** Where the documents state a total that the order never had, the difference has its taxes in proportion. */
function shareOf(order: EditedParts & Pick<Order, 'number'>, stated: bigint) {
  const total = order.total.minor - stated;
  const taxes = taxesOf(breakdownOf(order))
    .map((tax) => ({ ...tax, minor: divideHalfUp(tax.minor * total, order.total.minor) }))
    .filter(({ minor }) => minor > 0n);
  const line = amountLine(`Changes of order ${order.number}`, total);
  return { lines: [{ ...line, taxes }], taxes, exempted: 0n, total };
}
