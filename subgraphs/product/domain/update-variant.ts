import { optionalIdempotencyKey, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { changeVariant, withVariant } from './change-variant.ts';
import { expectedVersion, idempotencyKey, options, sku } from './fields.ts';
import { goodsFields, withGoods } from './goods.ts';
import type { ProductStore } from './ports.ts';
import { changed, type Product } from './product.ts';
import { withRefusalField } from './refusal-field.ts';
import { assertConsistentVariants } from './variants.ts';

const updateVariantInput = z.object({
  variantId: z.string(),
  sku: sku.nullish(),
  options: options.nullish(),
  ...goodsFields,
  expectedVersion,
  idempotencyKey,
});
export type UpdateVariantInput = z.input<typeof updateVariantInput>;

/**
 * Changes the SKU, the options, the tax class or the weight of a variant, or whether it is shipped. Refuses INVALID_VALUE (bounds, other options than the other
 * variants, values of another variant), NOT_FOUND, VERSION_CONFLICT and SKU_TAKEN.
 */
export function updateVariant(
  products: ProductStore,
  viewer: Viewer | undefined,
  input: UpdateVariantInput,
  now = new Date(),
): Promise<Product> {
  const request = validate(updateVariantInput, input);
  const once = optionalIdempotencyKey('updateVariant', viewer?.id ?? '', request);
  const update = changeVariant(products, request, once, (product, variant) => {
    const next = withVariant(product, {
      ...variant,
      ...withGoods(variant, request),
      sku: request.sku ?? variant.sku,
      options: request.options ?? variant.options,
    });
    assertConsistentVariants(next.variants, (_, part) => [part]);
    return changed(next, now);
  });
  return withRefusalField('SKU_TAKEN', ['sku'], update);
}
