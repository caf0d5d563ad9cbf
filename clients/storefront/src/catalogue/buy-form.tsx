import { RefusalMessage } from '@shop/web';
import { type FormEvent, useState } from 'react';
import { useAddToCart } from '../cart/use-cart-changes.ts';
import { useFormat } from '../messages/messages.ts';
import { isAvailable } from './choose-variant.ts';
import type { ProductDetailsFragment, ProductVariantFragment } from './generated/product.ts';
import { OptionChoice } from './option-choice.tsx';

function Stock({ variant }: { readonly variant: ProductVariantFragment }) {
  const { text } = useFormat();
  const { availability } = variant;
  if (!availability) return <p className="soft">{text('stock.unknown')}</p>;
  const { status, units } = availability;
  if (status === 'OUT_OF_STOCK') return <p className="refusal">{text('stock.OUT_OF_STOCK')}</p>;
  if (status === 'LOW_STOCK' && !units.atLeast) {
    return <p className="stock low">{text('stock.LOW_STOCK', { count: units.quantity })}</p>;
  }
  return <p className="stock">{text('inStock')}</p>;
}

function Price({ variant }: { readonly variant: ProductVariantFragment }) {
  const { text, money } = useFormat();
  return (
    <p className="price">
      {money(variant.price)}{' '}
      {variant.priorPrice && (
        <s>
          {text('priorPrice')} {money(variant.priorPrice)}
        </s>
      )}
    </p>
  );
}

type Props = { readonly product: ProductDetailsFragment; readonly onAdded: () => void };

/** Chooses a variant and puts it into the cart. */
export function BuyForm({ product, onAdded }: Props) {
  const { text } = useFormat();
  const { variants } = product;
  const [id, setId] = useState((variants.find(isAvailable) ?? variants[0])?.id);
  const [refusal, setRefusal] = useState<string>();
  const { add, loading } = useAddToCart();
  const variant = variants.find((one) => one.id === id);
  if (!variant) return null;
  async function buy(event: FormEvent) {
    event.preventDefault();
    if (!id || loading) return;
    const refused = await add(id, 1).catch((error: Error) => error.message);
    setRefusal(refused);
    if (!refused) onAdded();
  }
  return (
    <form onSubmit={(event) => void buy(event)}>
      <Price variant={variant} />
      <OptionChoice product={product} chosen={variant} choose={(one) => setId(one.id)} />
      <Stock variant={variant} />
      <button type="submit" className="primary" disabled={!isAvailable(variant)}>
        {text('addToCart')}
      </button>
      <RefusalMessage message={refusal} />
    </form>
  );
}
