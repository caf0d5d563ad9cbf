import { Link, useSearchParams } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { FilterChoice } from '../table/filter-choice.tsx';
import { Listing } from '../table/listing.tsx';
import { SearchBox } from '../table/search-box.tsx';
import { SortHeader } from '../table/sort-header.tsx';
import { usePage } from '../table/use-page.ts';
import { type StockItemFragment, StockItemsDocument } from './generated/stock.ts';
import { filters, stockOf } from './stock-state.ts';
import { stockTitle } from './stock-title.ts';

function Row({ stock }: { readonly stock: StockItemFragment }) {
  const { text } = useFormat();
  const { variantId, sku, onHand, reserved, available, lowStockThreshold, removed } = stock;
  return (
    <tr>
      <th scope="row">
        <Link to={`/stock/${variantId}`}>{sku}</Link>
      </th>
      <td className="wide">{stockTitle(stock)}</td>
      <td className="amount wide">{onHand}</td>
      <td className="amount wide">{reserved}</td>
      <td className="amount">{available}</td>
      <td>
        {available <= lowStockThreshold && !removed && text('stock.low')}
        {removed && text('stock.removed')}
      </td>
    </tr>
  );
}

/** The stock of all variants. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function StockList() {
  const { text, count } = useFormat();
  const [params] = useSearchParams();
  const { data, ...page } = usePage(StockItemsDocument, stockOf(params));
  const items = data?.stockItems;
  return (
    <Listing
      title={text('stock')}
      page={page}
      found={items && { count: count('stock.items', items.totalCount), ends: items.pageInfo }}
      tools={
        <>
          <SearchBox label={text('stock.search')} />
          <FilterChoice
            legend={text('stock.only')}
            name="only"
            options={filters.map((value) => ({ value, label: text(`stock.${value}`) }))}
          />
        </>
      }
    >
      <table>
        <thead>
          <tr>
            <SortHeader initial="SKU" sorts={['SKU']} ascending="SKU">
              {text('stock.sku')}
            </SortHeader>
            <th scope="col" className="wide">
              {text('stock.variant')}
            </th>
            <th scope="col" className="amount wide">
              {text('stock.onHand')}
            </th>
            <th scope="col" className="amount wide">
              {text('stock.reserved')}
            </th>
            <SortHeader
              initial="SKU"
              sorts={['AVAILABLE']}
              ascending="AVAILABLE"
              className="amount"
            >
              {text('stock.available')}
            </SortHeader>
            <th scope="col">{text('stock.state')}</th>
          </tr>
        </thead>
        <tbody>
          {items?.nodes.map((stock) => (
            <Row key={stock.id} stock={stock} />
          ))}
        </tbody>
      </table>
    </Listing>
  );
}
