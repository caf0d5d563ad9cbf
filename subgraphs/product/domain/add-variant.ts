import {
  assertVersion,
  constraint,
  newId,
  optionalIdempotencyKey,
  refuse,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { expectedVersion, idempotencyKey, maxVariants, variant } from './fields.ts';
import { standardGoods, withGoods } from './goods.ts';
import type { ProductStore } from './ports.ts';
import { changed, type Product, type ProductVariant } from './product.ts';
import { withRefusalField } from './refusal-field.ts';
import { assertConsistentVariants } from './variants.ts';

const addVariantInput = z.object({
  productId: z.string(),
  variant,
  expectedVersion,
  idempotencyKey,
});
export type AddVariantInput = z.input<typeof addVariantInput>;

/**
 * Adds a variant to a product. Refuses INVALID_VALUE (bounds, other options or another currency than the other
 * variants, values of another variant), LIMIT_REACHED, NOT_FOUND, VERSION_CONFLICT and SKU_TAKEN.
 */
export async function addVariant(
  products: ProductStore,
  viewer: Viewer | undefined,
  input: AddVariantInput,
  now = new Date(),
): Promise<{ product: Product; variant: ProductVariant }> {
  const request = validate(addVariantInput, input);
  const { productId } = request;
  const added = {
    ...{ ...request.variant, ...withGoods(standardGoods, request.variant) },
    ...{ id: newId(), productId },
  };
  const once = optionalIdempotencyKey('addVariant', viewer?.id ?? '', request);
  const update = products.update(
    productId,
    (product) => {
      assertVersion(product, request.expectedVersion);
      const variants = [...product.variants, added];
      if (variants.length > maxVariants) {
        const message = `A product has at most ${maxVariants} variants.`;
        refuse('LIMIT_REACHED', message, ['variant'], constraint('TOO_MANY', maxVariants));
      }
      assertConsistentVariants(variants, (_, part) => ['variant', part]);
      return changed({ ...product, variants }, now);
    },
    once,
  );
  const product = await withRefusalField('SKU_TAKEN', ['variant', 'sku'], update);
  // Of a repeated request, the variant that the first one has added.
  const variant = product.variants.find(({ sku }) => sku === added.sku);
  return { product, variant: variant ?? refuse('NOT_FOUND', 'The variant was removed.') };
}
