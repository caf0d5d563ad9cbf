import { useQuery } from '@apollo/client/react';
import { Failure, Loading } from '@shop/web';
import { Link } from 'react-router';
import { MyOrdersDocument } from './generated/orders.ts';
import '../checkout/checkout.css';
import { LoadMore } from '../layout/load-more.tsx';
import { useFormat } from '../messages/messages.ts';

/** The orders of the viewer, newest first. */
export function Orders() {
  const { text, name, day, money } = useFormat();
  const { data, error, refetch, fetchMore } = useQuery(MyOrdersDocument, {
    fetchPolicy: 'cache-and-network',
  });
  if (error && !data) return <Failure error={error} retry={refetch} />;
  const orders = data?.me?.orders;
  if (!orders) return <Loading />;
  return (
    <section>
      <h2>{text('orders')}</h2>
      {orders.edges.length === 0 && <p>{text('orders.none')}</p>}
      <table className="orders">
        <tbody>
          {orders.edges.map(({ node }) => (
            <tr key={node.id}>
              <th scope="row">
                <Link to={`/orders/${node.number}`}>{node.number}</Link>
              </th>
              <td>{day(node.placedAt)}</td>
              <td>{name('status', node.status)}</td>
              <td>{money(node.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <LoadMore page={orders.pageInfo} load={fetchMore} />
    </section>
  );
}
