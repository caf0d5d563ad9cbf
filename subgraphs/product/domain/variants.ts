import { Refusal, type RefusalReason } from '@shop/domain';
import type { ProductVariant } from './product.ts';

type NewVariant = Pick<ProductVariant, 'sku' | 'options' | 'price'>;

/** Path inside the input of one part of the variant at an index. */
type PathOf = (index: number, part: 'sku' | 'options' | 'price') => readonly string[];

const inList: PathOf = (index, part) => ['variants', String(index), part];

/**
 * Refuses variants that do not belong together, each naming what is wrong with it: other options or
 * another currency than the first, or the values or the SKU of one before it.
 */
export function refuseUnlikeVariants(
  variants: readonly NewVariant[],
  pathOf: PathOf = inList,
): void {
  const names = optionNames(variants[0]);
  const currency = variants[0]?.price.currency;
  const skus = new Set<string>();
  const choices = new Set<string>();
  const reasons: RefusalReason[] = [];
  const fault = (index: number, part: Parameters<PathOf>[1], message: string) =>
    reasons.push({ code: 'INVALID_VALUE', message, field: pathOf(index, part) });
  for (const [index, variant] of variants.entries()) {
    const choice = JSON.stringify(variant.options.map(({ value }) => value));
    if (optionNames(variant) !== names) fault(index, 'options', 'must name the same options');
    else if (choices.has(choice)) fault(index, 'options', 'another variant has the same values');
    if (skus.has(variant.sku)) fault(index, 'sku', 'another variant has this SKU');
    if (variant.price.currency !== currency) fault(index, 'price', 'must be in the same currency');
    choices.add(choice);
    skus.add(variant.sku);
  }
  if (reasons.length > 0) throw new Refusal(reasons);
}

const optionNames = (variant: NewVariant | undefined): string =>
  JSON.stringify(variant?.options.map(({ name }) => name));
