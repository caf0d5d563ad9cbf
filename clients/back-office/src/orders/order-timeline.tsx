import { useFormat } from '../messages/messages.ts';
import type { OrderTimelineFragment } from './generated/order-timeline.ts';

/** The steps of an order, the latest first. */
export function OrderTimeline({ order }: { readonly order: OrderTimelineFragment }) {
  const { text, name, date } = useFormat();
  const steps = order.timeline ?? [];
  return (
    <section className="card">
      <h2>{text('order.timeline')}</h2>
      <ol className="steps" reversed>
        {steps.toReversed().map(({ kind, createdAt, note, actor }, index) => (
          <li key={steps.length - index}>
            <b>{name('step', kind)}</b>
            <span className="soft">
              {date(createdAt)}
              {actor && ` – ${actor.displayName}`}
            </span>
            {note && <span>{note}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
