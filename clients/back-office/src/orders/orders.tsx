import { useQuery } from '@apollo/client/react';
import { Failure, Loading, usePageTitle } from '@shop/web';
import { Link, useSearchParams } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { FilterChoice } from '../table/filter-choice.tsx';
import { Pager } from '../table/pager.tsx';
import { SearchBox } from '../table/search-box.tsx';
import { SortHeader } from '../table/sort-header.tsx';
import '../table/table.css';
import { OrdersDocument, type OrdersQuery } from './generated/orders.ts';
import { ordersOf, searchPattern, statuses } from './orders-state.ts';

type Row = NonNullable<OrdersQuery['orders']>['nodes'][number];

function Rows({ orders }: { readonly orders: readonly Row[] }) {
  const { name, date, money } = useFormat();
  return (
    <tbody>
      {orders.map(({ id, number, status, email, placedAt, total }) => (
        <tr key={id}>
          <th scope="row">
            <Link to={`/orders/${number}`}>{number}</Link>
          </th>
          <td>{name('status', status)}</td>
          <td className="wide">{email}</td>
          <td className="wide">{date(placedAt)}</td>
          <td className="amount">{money(total)}</td>
        </tr>
      ))}
    </tbody>
  );
}

/** The orders of the shop. The URL is the state of the table. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function Orders() {
  const { text, name, count } = useFormat();
  const [params] = useSearchParams();
  usePageTitle(text('orders'));
  // A page of a table alone, as it is now: the cache would join it to the pages before.
  const { data, previousData, loading, error, refetch } = useQuery(OrdersDocument, {
    variables: ordersOf(params),
    fetchPolicy: 'no-cache',
  });
  const orders = (data ?? previousData)?.orders;
  const sort = { initial: 'NEWEST' };
  return (
    <>
      <h1>{text('orders')}</h1>
      <div className="tools">
        <SearchBox label={text('orders.search')} pattern={searchPattern} />
        <FilterChoice
          legend={text('orders.status')}
          name="status"
          options={statuses.map((value) => ({ value, label: name('status', value) }))}
        />
      </div>
      {error && <Failure error={error} retry={refetch} />}
      {!orders && loading && <Loading />}
      {orders && (
        <>
          <p role="status">{count('orders', orders.totalCount ?? 0)}</p>
          <div className="table" aria-busy={loading}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{text('orders.number')}</th>
                  <th scope="col">{text('orders.status')}</th>
                  <th scope="col" className="wide">
                    {text('email')}
                  </th>
                  <SortHeader
                    {...sort}
                    className="wide"
                    sorts={['NEWEST', 'OLDEST']}
                    ascending="OLDEST"
                  >
                    {text('orders.placed')}
                  </SortHeader>
                  <SortHeader
                    {...sort}
                    className="amount"
                    sorts={['TOTAL_DESC', 'TOTAL_ASC']}
                    ascending="TOTAL_ASC"
                  >
                    {text('total')}
                  </SortHeader>
                </tr>
              </thead>
              <Rows orders={orders.nodes} />
            </table>
          </div>
          <Pager ends={orders.pageInfo} />
        </>
      )}
    </>
  );
}
