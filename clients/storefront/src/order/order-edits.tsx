import { useFormat } from '../messages/messages.ts';
import type { OrderFragment } from './generated/order.ts';

/** What staff have changed in an order, and what is left to pay since. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function OrderEdits({ order }: { readonly order: OrderFragment }) {
  const { text, money, date } = useFormat();
  const { edits, status, amountDue } = order;
  const isDue = Number(amountDue.amount) > 0 && status !== 'CONFIRMED';
  return (
    <section className="card" aria-label={text('edits')}>
      {edits.some((edit) => edit.status === 'PENDING') && <p>{text('edits.pending')}</p>}
      {isDue && <p role="status">{text('edits.due', { amount: money(amountDue) })}</p>}
      {edits
        .filter((edit) => edit.status === 'APPLIED')
        .map(({ id, decidedAt, totalBefore, totalAfter, reason }) => (
          <p key={id}>
            {text('edits.applied', {
              time: decidedAt ? date(decidedAt) : '',
              before: money(totalBefore),
              after: money(totalAfter),
            })}
            <br />
            <span className="soft">{reason}</span>
          </p>
        ))}
    </section>
  );
}
