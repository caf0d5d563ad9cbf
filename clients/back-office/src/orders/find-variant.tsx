import { useQuery } from '@apollo/client/react';
import { useId, useState } from 'react';
import { useFormat } from '../messages/messages.ts';
import { FindVariantsDocument } from './generated/order-edits.ts';

export type FoundVariant = {
  readonly variantId: string;
  readonly sku: string;
  readonly title: string;
};

/** Finds variants that are for sale by words of their products, and lets staff choose one. */
export function FindVariant({
  without,
  choose,
}: {
  readonly without: readonly string[];
  readonly choose: (variant: FoundVariant) => void;
}) {
  const { text, money } = useFormat();
  const [search, setSearch] = useState('');
  const id = useId();
  const { data } = useQuery(FindVariantsDocument, {
    variables: { search: search.trim() },
    skip: search.trim().length < 2,
  });
  const found = (data?.products?.nodes ?? []).flatMap((product) =>
    product.variants.map((variant) => ({
      ...{ variantId: variant.id, sku: variant.sku, price: variant.price },
      title: [product.title, variant.title].filter(Boolean).join(' – '),
    })),
  );
  return (
    <div className="field">
      <label htmlFor={id}>{text('edit.search')}</label>
      <input
        id={id}
        type="search"
        value={search}
        onChange={({ target }) => setSearch(target.value)}
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      {found
        .filter(({ variantId }) => !without.includes(variantId))
        .map(({ price, ...variant }) => (
          <button
            key={variant.variantId}
            type="button"
            onClick={() => {
              choose(variant);
              setSearch('');
            }}
          >
            {text('edit.add', { title: variant.title, price: money(price) })}
          </button>
        ))}
    </div>
  );
}
