import { hasOption, isAvailable, withOption } from './choose-variant.ts';
import type { ProductDetailsFragment, ProductVariantFragment } from './generated/product.ts';

type Props = {
  readonly product: ProductDetailsFragment;
  readonly chosen: ProductVariantFragment;
  readonly choose: (variant: ProductVariantFragment) => void;
};

/** Chooses a variant by its options: one group for each. */
export function OptionChoice({ product, chosen, choose }: Props) {
  return product.options.map(({ name, values }) => (
    <fieldset key={name} className="options">
      <legend>{name}</legend>
      {values.map((value) => {
        const variant = withOption(product.variants, chosen, name, value);
        return (
          <label key={value} className={variant && isAvailable(variant) ? undefined : 'sold-out'}>
            <input
              type="radio"
              name={name}
              checked={hasOption(chosen, name, value)}
              disabled={!variant}
              onChange={() => variant && choose(variant)}
            />
            {value}
          </label>
        );
      })}
    </fieldset>
  ));
}
