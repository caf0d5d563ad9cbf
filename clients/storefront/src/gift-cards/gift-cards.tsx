import { MoreMessages, useFormat } from '@shop/web';
import de from '../messages/giftCards.de.json';
import en from '../messages/giftCards.en.json';
import type { PaymentProps } from '../order/payment-props.ts';
import { GiftCardForm } from './gift-card-form.tsx';
import { useGiftCardFormat } from './use-gift-card-format.ts';

/** What gift cards have paid of the order, and what is left. */
function Paid({ order }: Pick<PaymentProps, 'order'>) {
  const { text, money } = useGiftCardFormat();
  const paid = order.payments.filter(
    ({ status, giftCardLastFour }) => giftCardLastFour && status === 'CAPTURED',
  );
  if (paid.length === 0) return null;
  return (
    <section className="card">
      {paid.map(({ id, giftCardLastFour, amount }) => (
        <p key={id}>
          {text('giftCard.paid', { lastFour: giftCardLastFour ?? '', amount: money(amount) })}
        </p>
      ))}
      {Number(order.amountDue.amount) > 0 && (
        <p>
          <b>{text('giftCard.due', { amount: money(order.amountDue) })}</b>
        </p>
      )}
    </section>
  );
}

/** The gift cards that have paid an order, and the form for another one. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function GiftCards({ order, token }: PaymentProps) {
  const { language } = useFormat();
  return (
    <MoreMessages messages={language === 'de' ? de : en}>
      <Paid order={order} />
      {order.allowedActions.includes('PAY') && <GiftCardForm order={order} token={token} />}
    </MoreMessages>
  );
}
