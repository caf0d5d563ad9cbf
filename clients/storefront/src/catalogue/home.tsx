import { useQuery } from '@apollo/client/react';
import { Failure, Loading, usePageTitle } from '@shop/web';
import { Link } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { NewestDocument, ShelvesDocument } from './generated/home.ts';
import { ProductGrid } from './product-card.tsx';

export function Home() {
  const { text } = useFormat();
  const shelves = useQuery(ShelvesDocument);
  const newest = useQuery(NewestDocument);
  usePageTitle(undefined);
  return (
    <>
      <div className="hero">
        <h1>{text('home.title')}</h1>
        <p>{text('home.lead')}</p>
      </div>
      <nav aria-label={text('categories')}>
        <ul className="shelves">
          {shelves.data?.categories
            .filter(({ parent }) => !parent)
            .map(({ id, slug, name }) => (
              <li key={id}>
                <Link to={`/categories/${slug}`}>{name}</Link>
              </li>
            ))}
        </ul>
      </nav>
      <h2>{text('home.newest')}</h2>
      {newest.data && <ProductGrid products={newest.data.products.edges.map(({ node }) => node)} />}
      {newest.loading && <Loading />}
      {newest.error && <Failure error={newest.error} retry={newest.refetch} />}
    </>
  );
}
