import { useQuery } from '@apollo/client/react';
import { Failure, Loading, ReturnState } from '@shop/web';
import { Link } from 'react-router';
import { LoadMore } from '../layout/load-more.tsx';
import { useFormat } from '../messages/messages.ts';
import { MyReturnsDocument } from './generated/returns.ts';

/** The returns of the viewer, by the newest order. The page of an order has all about them. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function Returns() {
  const { text } = useFormat();
  const { data, error, refetch, fetchMore } = useQuery(MyReturnsDocument, {
    fetchPolicy: 'cache-and-network',
  });
  if (error && !data) return <Failure error={error} retry={refetch} />;
  const orders = data?.me?.orders;
  if (!orders) return <Loading />;
  return (
    <>
      <h1>{text('returns')}</h1>
      {orders.edges.length === 0 && <p>{text('returns.none')}</p>}
      {orders.edges.map(({ node: order }) => (
        <section key={order.id} className="card">
          <h2>
            <Link to={`/orders/${order.number}`}>{order.number}</Link>
          </h2>
          {order.returns.map(({ id, ...one }) => (
            <ReturnState key={id} {...one} />
          ))}
        </section>
      ))}
      <LoadMore page={orders.pageInfo} load={fetchMore} />
    </>
  );
}
