import { Link } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { type SentOrder, sentOrder } from '../shop/stored-text.ts';

/** Tells what the shop has answered to an order after its page was left, and leads to the order or back to the checkout. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function SentOrderNotice({ sent }: { readonly sent: SentOrder }) {
  const { text } = useFormat();
  const { number, refusal } = sent;
  const close = () => sentOrder.write(undefined);
  return (
    <div className="card sent-order" role="alert">
      <p>
        {number
          ? text('sentOrder.placed', { number })
          : text('sentOrder.refused', { reason: refusal ?? '' })}
      </p>
      <Link to={number ? `/orders/${number}` : '/checkout'} onClick={close}>
        {text(number ? 'sentOrder.show' : 'checkout')}
      </Link>{' '}
      <button type="button" className="link" onClick={close}>
        {text('close')}
      </button>
    </div>
  );
}
