import { useFormat } from '../messages/messages.ts';
import type { OrderFragment } from './generated/order.ts';
import { OrderProgress } from './order-progress.tsx';
import { Parcel } from './parcel.tsx';

/** What happens with an order now. */
export function OrderState({ order }: { readonly order: OrderFragment }) {
  const { text, name, date } = useFormat();
  const { status, shortLines, payments, fulfilments, expiresAt } = order;
  const actionUrl = payments.find((payment) => payment.actionUrl)?.actionUrl;
  return (
    <section className="card" aria-label={text('order.status')}>
      <p className="order-status" role="status" data-status={status}>
        {name('status', status)}
      </p>
      <OrderProgress status={status} />
      {status === 'CONFIRMED' && expiresAt && (
        <p className="soft">{text('order.payBefore', { time: date(expiresAt) })}</p>
      )}
      {shortLines.map(({ sku, title, requested, availableUnits }) => (
        <p key={sku} className="refusal">
          {text('order.short', { title, requested, available: availableUnits.quantity })}
        </p>
      ))}
      {actionUrl && (
        <p>
          <a href={actionUrl}>{text('pay.confirm')}</a>
        </p>
      )}
      {payments.some((payment) => payment.status === 'PENDING') && <p>{text('pay.pending')}</p>}
      {fulfilments.map((fulfilment) => (
        <Parcel key={fulfilment.id} parcel={fulfilment} />
      ))}
    </section>
  );
}
