import { validate } from '@shop/domain';
import { z } from 'zod';
import { changeVariant, withVariant } from './change-variant.ts';
import { expectedVersion, options, sku } from './fields.ts';
import type { ProductStore } from './ports.ts';
import { changed, type Product } from './product.ts';
import { withRefusalField } from './refusal-field.ts';
import { assertConsistentVariants } from './variants.ts';

const updateVariantInput = z.object({
  variantId: z.string(),
  sku: sku.nullish(),
  options: options.nullish(),
  expectedVersion,
});
export type UpdateVariantInput = z.input<typeof updateVariantInput>;

/**
 * Changes the SKU or the options of a variant. Refuses INVALID_VALUE (bounds, other options than the other
 * variants, values of another variant), NOT_FOUND, VERSION_CONFLICT and SKU_TAKEN.
 */
export function updateVariant(
  products: ProductStore,
  input: UpdateVariantInput,
  now = new Date(),
): Promise<Product> {
  const request = validate(updateVariantInput, input);
  const update = changeVariant(products, request, (product, variant) => {
    const next = withVariant(product, {
      ...variant,
      sku: request.sku ?? variant.sku,
      options: request.options ?? variant.options,
    });
    assertConsistentVariants(next.variants, (_, part) => [part]);
    return changed(next, now);
  });
  return withRefusalField('SKU_TAKEN', ['sku'], update);
}
