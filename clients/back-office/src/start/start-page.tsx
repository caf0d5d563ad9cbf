import { usePageTitle } from '@shop/web';
import { useViewer } from '../account/use-viewer.ts';
import { useFormat } from '../messages/messages.ts';
import '../table/table.css';
import { LatestOrders, useLatestOrders } from './latest-orders.tsx';
import { LowStock } from './low-stock.tsx';
import { Sales } from './sales.tsx';
import './start.css';

/** The sales of the day and the orders that come in. */
function Orders() {
  const latest = useLatestOrders();
  return (
    <>
      <Sales onChange={() => void latest.refetch()} />
      <LatestOrders read={latest} />
    </>
  );
}

/** What staff want to know first: what is sold, what has to be done, and what runs out. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function StartPage() {
  const { text } = useFormat();
  const { can } = useViewer();
  usePageTitle(text('start'));
  return (
    <div className="start">
      <h1>{text('start')}</h1>
      {can('orders:read') && <Orders />}
      {can('inventory:read') && <LowStock />}
    </div>
  );
}
