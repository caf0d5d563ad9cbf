import { useQuery } from '@apollo/client/react';
import { Failure, Loading, usePageTitle } from '@shop/web';
import { Link, Navigate, useNavigate } from 'react-router';
import { MyOrdersDocument } from './generated/orders.ts';
import '../checkout/checkout.css';
import { useFormat } from '../messages/messages.ts';
import { statusText } from '../order/status-text.ts';
import { useViewer } from './use-viewer.ts';

// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function Orders() {
  const { text, day, money } = useFormat();
  const navigate = useNavigate();
  const { viewer, loading, signOut } = useViewer();
  const { data, error, refetch, fetchMore } = useQuery(MyOrdersDocument, {
    skip: !viewer,
    fetchPolicy: 'cache-and-network',
  });
  usePageTitle(text('orders'));
  if (!viewer) return loading ? <Loading /> : <Navigate replace to="/sign-in" />;
  if (error && !data) return <Failure error={error} retry={refetch} />;
  const orders = data?.me?.orders;
  if (!orders) return <Loading />;
  return (
    <>
      <h1>{text('orders')}</h1>
      {orders.edges.length === 0 && <p>{text('orders.none')}</p>}
      <table className="orders">
        <tbody>
          {orders.edges.map(({ node }) => (
            <tr key={node.id}>
              <th scope="row">
                <Link to={`/orders/${node.number}`}>{node.number}</Link>
              </th>
              <td>{day(node.placedAt)}</td>
              <td>{statusText(node.status, text)}</td>
              <td>{money(node.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {orders.pageInfo.hasNextPage && (
        <button
          type="button"
          className="more"
          onClick={() => void fetchMore({ variables: { after: orders.pageInfo.endCursor } })}
        >
          {text('loadMore')}
        </button>
      )}
      <p>
        <button type="button" onClick={() => void signOut().then(() => navigate('/'))}>
          {text('signOut')}
        </button>
      </p>
    </>
  );
}
