import { useFormat } from '../messages/messages.ts';
import type { OrderPaymentsFragment } from './generated/order-payments.ts';

type Entry = {
  readonly what: string;
  readonly time: string;
  readonly amount: string;
  readonly state: string;
  readonly note: string | null;
};

function EntryRow({ what, time, amount, state, note }: Entry) {
  const { date } = useFormat();
  return (
    <li>
      <span>
        <b>{what}</b> {amount} <span className="soft">{date(time)}</span>
      </span>
      <span>{state}</span>
      {note && <span className="soft">{note}</span>}
    </li>
  );
}

function PaymentRow({ payment }: { readonly payment: OrderPaymentsFragment['payments'][number] }) {
  const { text, name, money, date } = useFormat();
  const { status, amount, captured, authorisedUntil, giftCardLastFour } = payment;
  const isPart =
    status === 'AUTHORISED' || (status === 'CAPTURED' && captured.amount !== amount.amount);
  const notes = [
    payment.failureMessage,
    isPart && text('order.captured', { amount: money(captured) }),
    authorisedUntil && text('order.authorisedUntil', { date: date(authorisedUntil) }),
  ];
  return (
    <EntryRow
      what={
        giftCardLastFour
          ? text('giftCard.title', { lastFour: giftCardLastFour })
          : text('order.payment')
      }
      time={payment.createdAt}
      amount={money(amount)}
      state={name('payment', status)}
      note={notes.filter(Boolean).join(' – ') || null}
    />
  );
}

/** The payments of an order and their refunds, oldest first. */
export function OrderPayments({ order }: { readonly order: OrderPaymentsFragment }) {
  const { text, name, money } = useFormat();
  const { payments, refunds } = order;
  return (
    <section className="card">
      <h2>{text('order.payments')}</h2>
      {payments.length === 0 && <p>{text('order.payments.none')}</p>}
      <ul className="steps">
        {payments.map((payment) => (
          <PaymentRow key={payment.id} payment={payment} />
        ))}
        {refunds.map(({ id, status, isRelease, createdAt, amount, reason, failureCode }) => (
          <EntryRow
            key={id}
            what={text(isRelease ? 'order.release' : 'order.refund')}
            time={createdAt}
            amount={money(amount)}
            state={name('refund', status)}
            note={[reason, failureCode].filter(Boolean).join(' – ')}
          />
        ))}
      </ul>
    </section>
  );
}
