import { formatAddress } from '@shop/client';
import { Failure, Loading, NotFound, OrderDocuments, Sums, usePageTitle } from '@shop/web';
import { lazy, Suspense, useEffect } from 'react';
import { useParams } from 'react-router';
import type { OrderFragment } from './generated/order.ts';
import { ReadDocumentsDocument } from './generated/order-documents.ts';
import '../cart/cart.css';
import '../checkout/checkout.css';
import { useFormat } from '../messages/messages.ts';
import { sentOrder } from '../shop/stored-text.ts';
import { CancelForm } from './cancel-form.tsx';
import { OrderAgain } from './order-again.tsx';
import { OrderState } from './order-state.tsx';
import { PaymentForm } from './payment-form.tsx';
import { ReturnForm, Returns } from './returns.tsx';
import { useOrder } from './use-order.ts';

// Few orders are edited.
const OrderEdits = lazy(() => import('./order-edits.tsx'));
const GiftCards = lazy(() => import('../gift-cards/gift-cards.tsx'));

/** Whether a gift card can pay the order, or has paid it. */
const hasGiftCards = ({ allowedActions, amountDue, payments }: OrderFragment): boolean =>
  (allowedActions.includes('PAY') && Number(amountDue.amount) > 0) ||
  payments.some(({ giftCardLastFour }) => giftCardLastFour);

function Lines({ order }: { readonly order: OrderFragment }) {
  const { money, text } = useFormat();
  return (
    <ul className="cart-lines">
      {order.lines.map(({ id, title, quantity, cancelledQuantity, imageUrl, lineTotal }) => (
        <li key={id}>
          {imageUrl ? <img src={imageUrl} alt="" width="64" height="64" /> : <span />}
          <span>
            {quantity} × {title}
            {cancelledQuantity > 0 && (
              <p className="soft">{text('order.cancelledUnits', { count: cancelledQuantity })}</p>
            )}
          </span>
          <b>{money(lineTotal)}</b>
        </li>
      ))}
    </ul>
  );
}

/** An order, which changes without a reload. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function OrderPage({ onAdded }: { readonly onAdded: () => void }) {
  const { text, date, language } = useFormat();
  const { number = '' } = useParams();
  const { order, token, error, loading, refetch } = useOrder(number);
  const sent = sentOrder.use();
  useEffect(() => {
    if (sent?.number === number) sentOrder.write(undefined);
  }, [sent?.number, number]);
  usePageTitle(text('order.title', { number }));
  if (error && !order) return <Failure error={error} retry={refetch} />;
  if (!order) return loading ? <Loading /> : <NotFound />;
  return (
    <>
      <h1>{text('order.title', { number })}</h1>
      <div className="order">
        <div>
          <OrderState order={order} />
          {order.edits.length > 0 && (
            <Suspense fallback={null}>
              <OrderEdits order={order} />
            </Suspense>
          )}
          {order.allowedActions.includes('PAY') && <PaymentForm order={order} token={token} />}
          {hasGiftCards(order) && (
            <Suspense>
              <GiftCards order={order} token={token} />
            </Suspense>
          )}
          {order.allowedActions.includes('CANCEL') && <CancelForm order={order} token={token} />}
          <Returns order={order} token={token} />
          {order.allowedActions.includes('REQUEST_RETURN') && (
            <ReturnForm order={order} token={token} />
          )}
          <OrderAgain orderId={order.id} token={token} onAdded={onAdded} />
        </div>
        <div className="card">
          <p className="soft">{date(order.placedAt)}</p>
          <Lines order={order} />
          <Sums sum={order} />
          <OrderDocuments order={order} query={ReadDocumentsDocument} orderToken={token} />
          <h2>{text('order.shipTo')}</h2>
          <address>
            {formatAddress(order.shippingAddress, { locale: language }).map((line) => (
              <div key={line}>{line}</div>
            ))}
          </address>
        </div>
      </div>
    </>
  );
}
