import { Link, useSearchParams } from 'react-router';
import { useViewer } from '../account/use-viewer.ts';
import { useFormat } from '../messages/messages.ts';
import { FilterChoice } from '../table/filter-choice.tsx';
import { Listing } from '../table/listing.tsx';
import { SearchBox } from '../table/search-box.tsx';
import { SortHeader } from '../table/sort-header.tsx';
import { usePage } from '../table/use-page.ts';
import { OrdersDocument } from './generated/orders.ts';
import { OrderRows } from './order-rows.tsx';
import { ordersOf, searchPattern, statuses } from './orders-state.ts';

/** The orders of the shop. The URL is the state of the table. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function Orders() {
  const { text, name, count } = useFormat();
  const { can } = useViewer();
  const [params] = useSearchParams();
  const { data, ...page } = usePage(OrdersDocument, ordersOf(params));
  const orders = data?.orders;
  return (
    <Listing
      title={text('orders')}
      page={page}
      found={orders && { count: count('orders', orders.totalCount ?? 0), ends: orders.pageInfo }}
      tools={
        <>
          <SearchBox label={text('orders.search')} pattern={searchPattern} />
          {can('orders:write') && <Link to="/orders/new">{text('newOrder')}</Link>}
          <FilterChoice
            legend={text('orders.status')}
            name="status"
            options={statuses.map((value) => ({ value, label: name('status', value) }))}
          />
          <FilterChoice
            legend={text('returns')}
            name="only"
            options={[{ value: 'returns', label: text('orders.openReturn') }]}
          />
        </>
      }
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{text('orders.number')}</th>
            <th scope="col">{text('orders.status')}</th>
            <th scope="col" className="wide">
              {text('email')}
            </th>
            <SortHeader
              initial="NEWEST"
              sorts={['NEWEST', 'OLDEST']}
              ascending="OLDEST"
              className="wide"
            >
              {text('orders.placed')}
            </SortHeader>
            <SortHeader
              initial="NEWEST"
              sorts={['TOTAL_DESC', 'TOTAL_ASC']}
              ascending="TOTAL_ASC"
              className="amount"
            >
              {text('total')}
            </SortHeader>
          </tr>
        </thead>
        <OrderRows orders={orders?.nodes ?? []} />
      </table>
    </Listing>
  );
}
