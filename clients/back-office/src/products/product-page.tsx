import { useQuery, useSubscription } from '@apollo/client/react';
import { Failure, Loading, NotFound, usePageTitle } from '@shop/web';
import { Link, useParams } from 'react-router';
import { useViewer } from '../account/use-viewer.ts';
import '../layout/columns.css';
import { useFormat } from '../messages/messages.ts';
import '../table/table.css';
import {
  FollowProductDocument,
  type OfficeProductFragment,
  ProductDocument,
} from './generated/product.ts';
import { Pictures } from './pictures.tsx';
import { ProductActions } from './product-actions.tsx';
import { AddVariant, VariantActions } from './variant-actions.tsx';

type Props = { readonly product: OfficeProductFragment };

function Facts({ product }: Props) {
  const { text, name, date } = useFormat();
  const { status, slug, publishedAt, description } = product;
  return (
    <section className="card" aria-label={text('orders.status')}>
      <p role="status">
        <b>{name('product', status)}</b>
      </p>
      {publishedAt && (
        <p className="soft">{text('product.published', { time: date(publishedAt) })}</p>
      )}
      <p className="note">{description}</p>
      {status === 'ACTIVE' && (
        <p>
          <a href={`/shop/products/${slug}`}>{text('product.inShop')}</a>
        </p>
      )}
    </section>
  );
}

function Variants({ product }: Props) {
  const { text, money } = useFormat();
  const { can } = useViewer();
  return (
    <section className="card">
      <h2>{text('product.variants')}</h2>
      <ul className="steps">
        {product.variants.map((variant) => (
          <li key={variant.id}>
            <span>
              <b>{variant.title}</b> <span className="soft">{variant.sku}</span>
            </span>
            <span>
              {money(variant.price)}{' '}
              {can('inventory:read') && <Link to={`/stock/${variant.id}`}>{text('stock')}</Link>}
            </span>
            {can('catalog:write') && <VariantActions variant={variant} />}
          </li>
        ))}
      </ul>
      {can('catalog:write') && <AddVariant product={product} />}
    </section>
  );
}

/** A product with its variants, which changes without a reload. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function ProductPage() {
  const { text } = useFormat();
  const { id = '' } = useParams();
  const { data, error, loading, refetch } = useQuery(ProductDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
  });
  const product = data?.product;
  useSubscription(FollowProductDocument, {
    variables: { id },
    skip: !product,
    ignoreResults: true,
  });
  usePageTitle(product?.title);
  if (error && !product) return <Failure error={error} retry={refetch} />;
  if (!product) return loading ? <Loading /> : <NotFound />;
  return (
    <>
      <p>
        <Link to="/products">{text('products')}</Link>
      </p>
      <h1>{product.title}</h1>
      <div className="columns">
        <div>
          <Facts product={product} />
          <ProductActions product={product} />
        </div>
        <div>
          <Variants product={product} />
          <Pictures product={product} />
        </div>
      </div>
    </>
  );
}
