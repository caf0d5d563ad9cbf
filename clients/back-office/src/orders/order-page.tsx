import { useQuery, useSubscription } from '@apollo/client/react';
import { formatAddress } from '@shop/client';
import { Failure, Loading, NotFound, OrderDocuments, usePageTitle } from '@shop/web';
import { Link, useParams } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import {
  FollowOrderDocument,
  type OrderDetailsFragment,
  OrderDocument,
} from './generated/order.ts';
import { ReadDocumentsDocument } from './generated/order-documents.ts';
import '../layout/columns.css';
import './order.css';
import { OrderActions } from './order-actions.tsx';
import { OrderEdits } from './order-edits.tsx';
import { OrderNotes } from './order-notes.tsx';
import { OrderPayments } from './order-payments.tsx';
import { OrderPrices } from './order-prices.tsx';
import { OrderTimeline } from './order-timeline.tsx';
import { Parcel } from './parcel.tsx';
import { Returns } from './return-actions.tsx';

type Props = { readonly order: OrderDetailsFragment };

/** The status of an order, its parcels, its customer and where it is sent. */
function Facts({ order }: Props) {
  const { text, name, date, language } = useFormat();
  const { status, expiresAt, cancelReason, fulfilments, email, customer } = order;
  return (
    <section className="card" aria-label={text('orders.status')}>
      <p className="status" role="status" data-status={status}>
        {name('status', status)}
      </p>
      <p className="soft">{text('order.placedAt', { time: date(order.placedAt) })}</p>
      {status === 'CONFIRMED' && expiresAt && (
        <p>{text('order.expiresAt', { time: date(expiresAt) })}</p>
      )}
      {cancelReason && <p>{cancelReason}</p>}
      {fulfilments.map((fulfilment) => (
        <Parcel key={fulfilment.id} parcel={fulfilment} />
      ))}
      <h2>{text('order.customer')}</h2>
      <p>
        {customer?.displayName ?? text('order.guest')}
        <br />
        {email}
      </p>
      <h2>{text('order.shipTo')}</h2>
      <address>
        {order.shippingAddress &&
          formatAddress(order.shippingAddress, { locale: language }).map((line) => (
            <div key={line}>{line}</div>
          ))}
      </address>
    </section>
  );
}

/** An order, which changes without a reload. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function OrderPage() {
  const { text } = useFormat();
  const { number = '' } = useParams();
  const { data, error, loading, refetch } = useQuery(OrderDocument, {
    variables: { number },
    fetchPolicy: 'cache-and-network',
  });
  const order = data?.order;
  useSubscription(FollowOrderDocument, {
    variables: { id: order?.id ?? '' },
    skip: !order,
    ignoreResults: true,
  });
  usePageTitle(text('order.title', { number }));
  if (error && !order) return <Failure error={error} retry={refetch} />;
  if (!order) return loading ? <Loading /> : <NotFound />;
  return (
    <>
      <p>
        <Link to="/orders">{text('orders')}</Link>
      </p>
      <h1>{text('order.title', { number })}</h1>
      <div className="columns">
        <div>
          <Facts order={order} />
          <OrderActions order={order} />
          <Returns order={order} />
          <OrderNotes order={order} />
        </div>
        <div>
          <OrderPrices order={order} />
          <OrderEdits order={order} />
          {order.invoice && (
            <div className="card">
              <OrderDocuments order={order} query={ReadDocumentsDocument} />
            </div>
          )}
          <OrderPayments order={order} />
          <OrderTimeline order={order} />
        </div>
      </div>
    </>
  );
}
