import type { ProductVariantFragment } from './generated/product.ts';

export const isAvailable = ({ availability }: ProductVariantFragment): boolean =>
  availability?.status !== 'OUT_OF_STOCK';

/** Whether a variant has a value of an option. */
export const hasOption = (variant: ProductVariantFragment, name: string, value: string): boolean =>
  variant.options.some((option) => option.name === name && option.value === value);

/**
 * Returns the variant with another value of an option, and of the others as few changes as possible; `undefined` when the
 * product has no variant with that value.
 */
export function withOption(
  variants: readonly ProductVariantFragment[],
  current: ProductVariantFragment,
  name: string,
  value: string,
): ProductVariantFragment | undefined {
  const kept = (variant: ProductVariantFragment) =>
    current.options.filter((option) => hasOption(variant, option.name, option.value)).length +
    (isAvailable(variant) ? 0.5 : 0);
  return variants
    .filter((variant) => hasOption(variant, name, value))
    .toSorted((a, b) => kept(b) - kept(a))[0];
}
