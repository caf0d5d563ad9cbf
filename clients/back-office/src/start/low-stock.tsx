import { useQuery, useSubscription } from '@apollo/client/react';
import { Failure, Loading } from '@shop/web';
import { Link } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { stockTitle } from '../stock/stock-title.ts';
import { FollowLowStockDocument, LowStockDocument } from './generated/start.ts';

/** The variants with the lowest stock of those that are low, which change when another one falls to its limit. */
export function LowStock() {
  const { text } = useFormat();
  const { data, error, loading, refetch } = useQuery(LowStockDocument, { fetchPolicy: 'no-cache' });
  useSubscription(FollowLowStockDocument, {
    fetchPolicy: 'no-cache',
    ignoreResults: true,
    onData: () => void refetch(),
  });
  const items = data?.stockItems?.nodes;
  return (
    <section className="card">
      <h2>{text('stock.low')}</h2>
      {error && !items && <Failure error={error} retry={refetch} />}
      {!items && loading && <Loading />}
      {items?.length === 0 && <p>{text('stock.noneLow')}</p>}
      {items && items.length > 0 && (
        <div className="table">
          <table>
            <thead>
              <tr>
                <th scope="col">{text('stock.sku')}</th>
                <th scope="col" className="wide">
                  {text('stock.variant')}
                </th>
                <th scope="col" className="amount">
                  {text('stock.available')}
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((stock) => (
                <tr key={stock.id}>
                  <th scope="row">
                    <Link to={`/stock/${stock.variantId}`}>{stock.sku}</Link>
                  </th>
                  <td className="wide">{stockTitle(stock)}</td>
                  <td className="amount">{stock.available}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p>
        <Link to="/stock?only=low">{text('stock.allLow')}</Link>
      </p>
    </section>
  );
}
