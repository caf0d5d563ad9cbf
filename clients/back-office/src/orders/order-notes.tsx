import { TextField } from '@shop/web';
import { useViewer } from '../account/use-viewer.ts';
import { Action } from '../forms/action.tsx';
import { useChange } from '../forms/use-change.ts';
import { useFormat } from '../messages/messages.ts';
import { AddOrderNoteDocument, type OrderNotesFragment } from './generated/order-notes.ts';

/** What staff have written about an order. Customers cannot read it. */
export function OrderNotes({ order }: { readonly order: OrderNotesFragment }) {
  const { text, date } = useFormat();
  const { can } = useViewer();
  const add = useChange(AddOrderNoteDocument);
  const notes = order.notes ?? [];
  return (
    <section className="card">
      <h2>{text('order.notes')}</h2>
      {notes.length === 0 && <p>{text('order.notes.none')}</p>}
      <ul className="steps">
        {notes.map(({ id, note, createdAt, author }) => (
          <li key={id}>
            <span className="note">{note}</span>
            <span className="soft">
              {date(createdAt)}
              {author && ` – ${author.displayName}`}
            </span>
          </li>
        ))}
      </ul>
      {can('orders:write') && (
        <Action
          title={text('order.addNote')}
          names={['note']}
          send={({ note = '' }) => add({ orderId: order.id, note })}
        >
          <TextField name="note" label={text('order.note')} required rows={4} maxLength={1000} />
        </Action>
      )}
    </section>
  );
}
