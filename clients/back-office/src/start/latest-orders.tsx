import { useQuery } from '@apollo/client/react';
import { Failure, Loading } from '@shop/web';
import { Link } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { OrderRows } from '../orders/order-rows.tsx';
import { LatestOrdersDocument } from './generated/start.ts';

/** Reads the latest orders. */
export const useLatestOrders = () =>
  useQuery(LatestOrdersDocument, { fetchPolicy: 'no-cache', notifyOnNetworkStatusChange: false });

type Props = { readonly read: ReturnType<typeof useLatestOrders> };

/** The orders that were placed last. */
export function LatestOrders({ read: { data, error, loading, refetch } }: Props) {
  const { text } = useFormat();
  const orders = data?.orders?.nodes;
  return (
    <section className="card">
      <h2>{text('orders.latest')}</h2>
      {error && !orders && <Failure error={error} retry={refetch} />}
      {!orders && loading && <Loading />}
      {orders && (
        <div className="table">
          <table>
            <thead>
              <tr>
                <th scope="col">{text('orders.number')}</th>
                <th scope="col">{text('orders.status')}</th>
                <th scope="col" className="wide">
                  {text('email')}
                </th>
                <th scope="col" className="wide">
                  {text('orders.placed')}
                </th>
                <th scope="col" className="amount">
                  {text('total')}
                </th>
              </tr>
            </thead>
            <OrderRows orders={orders} />
          </table>
        </div>
      )}
      <p>
        <Link to="/orders">{text('orders.all')}</Link>
      </p>
    </section>
  );
}
