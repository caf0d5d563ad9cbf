import { useQuery, useSubscription } from '@apollo/client/react';
import { Failure, Loading, NotFound, usePageTitle } from '@shop/web';
import { Link, Navigate, useParams } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { FollowProductDocument, ProductDocument } from './generated/product.ts';
import './catalogue.css';
import { BuyForm } from './buy-form.tsx';
import { ProductPictures } from './product-pictures.tsx';

// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function ProductPage({ onAdded }: { readonly onAdded: () => void }) {
  const { text } = useFormat();
  const { slug = '' } = useParams();
  const { data, error, refetch } = useQuery(ProductDocument, { variables: { slug } });
  const product = data?.product;
  // Writes prices and availability to the cache that the query reads.
  useSubscription(FollowProductDocument, {
    variables: { id: product?.id ?? '' },
    skip: !product,
    ignoreResults: true,
  });
  usePageTitle(product?.title);
  if (error && !product) return <Failure error={error} retry={refetch} />;
  if (!data) return <Loading />;
  if (!product) return <NotFound />;
  if (product.slug !== slug) return <Navigate replace to={`/products/${product.slug}`} />;
  return (
    <div className="product">
      <ProductPictures key={product.id} images={product.images} />
      <div>
        <nav className="crumbs" aria-label={text('categories')}>
          {product.categories.map(({ id, slug: category, name }) => (
            <Link key={id} to={`/categories/${category}`}>
              {name}{' '}
            </Link>
          ))}
        </nav>
        <h1>{product.title}</h1>
        <BuyForm key={product.id} product={product} onAdded={onAdded} />
        <p>{product.description}</p>
      </div>
    </div>
  );
}
