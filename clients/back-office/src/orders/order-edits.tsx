import { useFormat } from '../messages/messages.ts';
import type { OrderEditsFragment } from './generated/order-edits.ts';

type Edit = OrderEditsFragment['edits'][number];

/** The lines that an edit adds, removes or changes: their units before and after. */
const changesOf = ({ linesBefore, linesAfter }: Edit) => {
  const unitsIn = (lines: Edit['linesAfter'], variantId: string) =>
    lines.find((line) => line.variantId === variantId)?.quantity ?? 0;
  const all = new Map([...linesBefore, ...linesAfter].map((line) => [line.variantId, line]));
  return [...all.values()]
    .map((line) => ({
      ...line,
      before: unitsIn(linesBefore, line.variantId),
      after: unitsIn(linesAfter, line.variantId),
    }))
    .filter(({ before, after }) => before !== after);
};

function EditItem({ edit }: { readonly edit: Edit }) {
  const { text, name, money, date } = useFormat();
  return (
    <li>
      <b>{name('editStatus', edit.status)}</b>
      <span className="soft">
        {date(edit.requestedAt)}
        {edit.actor?.displayName && ` – ${edit.actor.displayName}`}
      </span>
      {changesOf(edit).map(({ variantId, title, before, after }) => (
        <span key={variantId}>{text('edit.change', { title, before, after })}</span>
      ))}
      <span>
        {text('edit.totals', { before: money(edit.totalBefore), after: money(edit.totalAfter) })}
      </span>
      {edit.shortLines.map(({ sku, title, requested, availableUnits }) => (
        <span key={sku} className="refusal">
          {text('edit.short', { title, requested, available: availableUnits.quantity })}
        </span>
      ))}
      <span>{edit.reason}</span>
    </li>
  );
}

/** The edits of an order, the latest first, and what the customer has to pay since. */
export function OrderEdits({
  order,
}: {
  readonly order: OrderEditsFragment & { readonly status: string };
}) {
  const { text, money } = useFormat();
  if (order.edits.length === 0) return null;
  const isDue = Number(order.amountDue.amount) > 0 && order.status !== 'CONFIRMED';
  return (
    <section className="card">
      <h2>{text('edits')}</h2>
      {order.pendingEdit && <p role="status">{text('edit.pending')}</p>}
      {isDue && <p role="status">{text('edit.due', { amount: money(order.amountDue) })}</p>}
      <ol className="steps" reversed>
        {order.edits.toReversed().map((edit) => (
          <EditItem key={edit.id} edit={edit} />
        ))}
      </ol>
    </section>
  );
}
