import { Link, useSearchParams } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { FilterChoice } from '../table/filter-choice.tsx';
import { Listing } from '../table/listing.tsx';
import { SearchBox } from '../table/search-box.tsx';
import { SortHeader } from '../table/sort-header.tsx';
import { usePage } from '../table/use-page.ts';
import { ProductsDocument, type ProductsQuery } from './generated/products.ts';
import { productsOf, statuses } from './products-state.ts';

type RowProps = { readonly product: NonNullable<ProductsQuery['products']>['nodes'][number] };

function Row({ product: { id, title, status, inStock, priceRange } }: RowProps) {
  const { text, name, money } = useFormat();
  const { min, max } = priceRange;
  return (
    <tr>
      <th scope="row" className="words">
        <Link to={`/products/${id}`}>{title}</Link>
      </th>
      <td>{name('product', status)}</td>
      <td className="wide">{text(inStock ? 'product.inStock' : 'product.notInStock')}</td>
      <td className="amount">
        {money(min)}
        {min.amount !== max.amount && ` – ${money(max)}`}
      </td>
    </tr>
  );
}

/** The products of the shop, also those that are not on sale. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function ProductList() {
  const { text, name, count } = useFormat();
  const [params] = useSearchParams();
  const { data, ...page } = usePage(ProductsDocument, productsOf(params));
  const products = data?.products;
  const initial = params.has('q') ? 'RELEVANCE' : 'NEWEST';
  return (
    <Listing
      title={text('products')}
      page={page}
      found={
        products && { count: count('products', products.totalCount ?? 0), ends: products.pageInfo }
      }
      tools={
        <>
          <SearchBox label={text('products.search')} />
          <Link to="/products/new">{text('product.create')}</Link>
          <Link to="/products/import">{text('import')}</Link>
          <FilterChoice
            legend={text('orders.status')}
            name="status"
            options={statuses.map((value) => ({ value, label: name('product', value) }))}
          />
        </>
      }
    >
      <table>
        <thead>
          <tr>
            <SortHeader initial={initial} sorts={['TITLE']} ascending="TITLE">
              {text('product.title')}
            </SortHeader>
            <th scope="col">{text('orders.status')}</th>
            <th scope="col" className="wide">
              {text('stock')}
            </th>
            <SortHeader
              initial={initial}
              sorts={['PRICE_ASC', 'PRICE_DESC']}
              ascending="PRICE_ASC"
              className="amount"
            >
              {text('product.price')}
            </SortHeader>
          </tr>
        </thead>
        <tbody>
          {products?.nodes.map((product) => (
            <Row key={product.id} product={product} />
          ))}
        </tbody>
      </table>
    </Listing>
  );
}
