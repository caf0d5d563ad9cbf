import { type ConstraintRule, constraint, Refusal, type RefusalReason } from '@shop/domain';
import type { ProductVariant } from './product.ts';

type NewVariant = Pick<ProductVariant, 'sku' | 'options' | 'price'>;

/** Returns the path inside the input of one part of the variant at an index. */
type PathOf = (index: number, part: 'sku' | 'options' | 'price') => readonly string[];

const inList: PathOf = (index, part) => ['variants', String(index), part];

/**
 * Refuses INVALID_VALUE for each variant with other options or another currency than the first variant, and for
 * each with the values or the SKU of an earlier variant.
 */
export function assertConsistentVariants(
  variants: readonly NewVariant[],
  pathOf: PathOf = inList,
): void {
  const names = optionNames(variants[0]);
  const currency = variants[0]?.price.currency;
  const skus = new Set<string>();
  const combinations = new Set<string>();
  const reasons: RefusalReason[] = [];
  const fault = (
    index: number,
    part: Parameters<PathOf>[1],
    message: string,
    rule: ConstraintRule,
  ) =>
    reasons.push({
      code: 'INVALID_VALUE',
      message,
      field: pathOf(index, part),
      details: constraint(rule),
    });
  for (const [index, variant] of variants.entries()) {
    const combination = JSON.stringify(variant.options.map(({ value }) => value));
    if (optionNames(variant) !== names) {
      fault(index, 'options', 'All variants must have the same options.', 'NOT_ALLOWED');
    } else if (combinations.has(combination)) {
      fault(index, 'options', 'Another variant has the same values.', 'DUPLICATE');
    }
    if (skus.has(variant.sku)) fault(index, 'sku', 'Another variant has this SKU.', 'DUPLICATE');
    if (variant.price.currency !== currency) {
      fault(index, 'price', 'All variants must be in the same currency.', 'NOT_ALLOWED');
    }
    combinations.add(combination);
    skus.add(variant.sku);
  }
  if (reasons.length > 0) throw new Refusal(reasons);
}

const optionNames = (variant: NewVariant | undefined): string =>
  JSON.stringify(variant?.options.map(({ name }) => name));
