import { useFormat } from '../messages/messages.ts';
import type { OrderFragment } from './generated/order.ts';

/** The invoice and credit notes of an order, as PDF. */
export function OrderDocuments({ order }: { readonly order: OrderFragment }) {
  const { text } = useFormat();
  const { invoice, creditNotes } = order;
  if (!invoice) return null;
  return (
    <section aria-label={text('order.documents')}>
      <h2>{text('order.documents')}</h2>
      <ul>
        <li>
          <a href={invoice.url}>{text('order.invoice', { number: invoice.number })}</a>
        </li>
        {creditNotes.map(({ number, url }) => (
          <li key={number}>
            <a href={url}>{text('order.creditNote', { number })}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
