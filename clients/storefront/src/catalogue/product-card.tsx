import { Link } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import type { ProductCardFragment } from './generated/product-card.ts';
import './catalogue.css';

function ProductCard({ product }: { readonly product: ProductCardFragment }) {
  const { text, money } = useFormat();
  const { min, max } = product.priceRange;
  const picture = product.images[0];
  return (
    <li>
      <Link to={`/products/${product.slug}`}>
        {picture && <img src={picture.url} alt="" loading="lazy" width="400" height="400" />}
        <b>{product.title}</b>
      </Link>
      <span>
        {min.amount === max.amount ? money(min) : text('priceFrom', { price: money(min) })}
      </span>
      {!product.inStock && <span className="soft">{text('stock.OUT_OF_STOCK')}</span>}
    </li>
  );
}

/** Products side by side. */
export const ProductGrid = ({
  products,
}: {
  readonly products: readonly ProductCardFragment[];
}) => (
  <ul className="products">
    {products.map((product) => (
      <ProductCard key={product.id} product={product} />
    ))}
  </ul>
);
