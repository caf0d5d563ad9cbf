import { Failure, Loading, NotFound, usePageTitle } from '@shop/web';
import { Link, useParams, useSearchParams } from 'react-router';
import { useViewer } from '../account/use-viewer.ts';
import { useFormat } from '../messages/messages.ts';
import { Pager } from '../table/pager.tsx';
import '../layout/columns.css';
import '../table/table.css';
import { pageOf } from '../table/table-state.ts';
import { usePage } from '../table/use-page.ts';
import { StockDocument, type StockItemFragment, type StockQuery } from './generated/stock.ts';
import { StockActions } from './stock-actions.tsx';
import { stockTitle } from './stock-title.ts';

type Ledger = NonNullable<NonNullable<StockQuery['stock']>['movements']>;

function Figures({ stock }: { readonly stock: StockItemFragment }) {
  const { text } = useFormat();
  const { onHand, reserved, available, lowStockThreshold, removed } = stock;
  return (
    <section className="card" aria-label={text('stock.figures')}>
      <p role="status">
        {text('stock.available')}: <b>{available}</b>
      </p>
      <p>
        {text('stock.onHand')}: {onHand}, {text('stock.reserved')}: {reserved}
      </p>
      <p className="soft">{text('stock.lowFrom', { threshold: lowStockThreshold })}</p>
      {removed && <p>{text('stock.isRemoved')}</p>}
    </section>
  );
}

const signed = (delta: number): string => (delta > 0 ? `+${delta}` : String(delta));

function LedgerTable({ ledger }: { readonly ledger: Ledger }) {
  const { text, name, date } = useFormat();
  const { can } = useViewer();
  return (
    <section className="card">
      <h2>{text('stock.ledger')}</h2>
      <div className="table">
        <table>
          <thead>
            <tr>
              <th scope="col">{text('stock.movement')}</th>
              <th scope="col" className="amount">
                {text('stock.onHand')}
              </th>
              <th scope="col" className="amount">
                {text('stock.reserved')}
              </th>
              <th scope="col" className="wide">
                {text('reason')}
              </th>
            </tr>
          </thead>
          <tbody>
            {ledger.nodes.map(({ kind, createdAt, onHandDelta, reservedDelta, ...movement }) => (
              <tr key={`${createdAt} ${kind} ${onHandDelta} ${reservedDelta}`}>
                <td>
                  {name('movement', kind)}
                  <br />
                  <span className="soft">{date(createdAt)}</span>
                </td>
                <td className="amount">{signed(onHandDelta)}</td>
                <td className="amount">{signed(reservedDelta)}</td>
                <td className="wide">
                  {movement.order && can('orders:read') ? (
                    <Link to={`/orders/${movement.order.number}`}>{movement.order.number}</Link>
                  ) : (
                    movement.reason
                  )}
                  {movement.actor && <span className="soft"> {movement.actor.displayName}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pager ends={ledger.pageInfo} />
    </section>
  );
}

/** The stock of a variant, with its ledger. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function StockPage() {
  const { text } = useFormat();
  const { variantId = '' } = useParams();
  const [params] = useSearchParams();
  const { can } = useViewer();
  const { data, error, loading, refetch } = usePage(StockDocument, {
    variantId,
    ...pageOf(params),
  });
  const stock = data?.stock;
  usePageTitle(stock?.sku);
  if (error && !stock) return <Failure error={error} retry={refetch} />;
  if (!stock) return loading ? <Loading /> : <NotFound />;
  return (
    <>
      <p>
        <Link to="/stock">{text('stock')}</Link>
      </p>
      <h1>{stock.sku}</h1>
      <p>{stockTitle(stock)}</p>
      <div className="columns">
        <div>
          <Figures stock={stock} />
          {can('inventory:write') && <StockActions stock={stock} readAgain={refetch} />}
        </div>
        <div>{stock.movements && <LedgerTable ledger={stock.movements} />}</div>
      </div>
    </>
  );
}
