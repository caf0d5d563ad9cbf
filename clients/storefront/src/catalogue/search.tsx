import { useQuery } from '@apollo/client/react';
import { Failure, Loading, NotFound, usePageTitle } from '@shop/web';
import { useParams, useSearchParams } from 'react-router';
import { LoadMore } from '../layout/load-more.tsx';
import { useFormat } from '../messages/messages.ts';
import { Facets } from './facets.tsx';
import { ShelvesDocument } from './generated/home.ts';
import { SearchDocument } from './generated/search.ts';
import { ProductGrid } from './product-card.tsx';
import { searchOf } from './search-state.ts';
import { SortChoice } from './sort-choice.tsx';

/** A category, or what a search finds. The URL is the state of the list. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function Search() {
  const { text, count } = useFormat();
  const { slug } = useParams();
  const [params] = useSearchParams();
  const shelves = useQuery(ShelvesDocument);
  const { data, previousData, loading, error, refetch, fetchMore } = useQuery(SearchDocument, {
    variables: searchOf(params, slug),
    notifyOnNetworkStatusChange: true,
  });
  const products = (data ?? previousData)?.products;
  const category = shelves.data?.categories.find((one) => one.slug === slug)?.name;
  const words = params.get('q');
  const isUnknown = slug !== undefined && shelves.data !== undefined && category === undefined;
  const title = category ?? (words ? text('search.title', { words }) : text('search.all'));
  usePageTitle(isUnknown ? text('notFound.title') : title);
  if (isUnknown) return <NotFound />;
  return (
    <>
      <h1>{title}</h1>
      <div className="listing">
        <aside aria-label={text('filters')}>
          {products && <Facets facets={products.facets} />}
        </aside>
        <section aria-label={text('products')} aria-busy={loading}>
          <div className="listing-head">
            <span role="status">{products && count('products', products.totalCount)}</span>
            <SortChoice />
          </div>
          {products && <ProductGrid products={products.edges.map(({ node }) => node)} />}
          {!products && loading && <Loading />}
          {error && <Failure error={error} retry={refetch} />}
          {data && <LoadMore page={data.products.pageInfo} load={fetchMore} loading={loading} />}
        </section>
      </div>
    </>
  );
}
