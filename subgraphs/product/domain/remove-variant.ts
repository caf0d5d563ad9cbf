import { optionalIdempotencyKey, refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { changeVariant } from './change-variant.ts';
import { expectedVersion, idempotencyKey } from './fields.ts';
import type { ProductStore } from './ports.ts';
import { changed, type Product } from './product.ts';

const removeVariantInput = z.object({ variantId: z.string(), expectedVersion, idempotencyKey });
export type RemoveVariantInput = z.input<typeof removeVariantInput>;

/** Removes a variant. Refuses NOT_FOUND, VERSION_CONFLICT, and ILLEGAL_TRANSITION for the last variant. */
export function removeVariant(
  products: ProductStore,
  viewer: Viewer | undefined,
  input: RemoveVariantInput,
  now = new Date(),
): Promise<Product> {
  const request = validate(removeVariantInput, input);
  const once = optionalIdempotencyKey('removeVariant', viewer?.id ?? '', request);
  return changeVariant(products, request, once, (product, variant) => {
    const variants = product.variants.filter(({ id }) => id !== variant.id);
    if (variants.length === 0) {
      refuse('ILLEGAL_TRANSITION', 'A product has at least one variant.', ['variantId']);
    }
    return changed({ ...product, variants }, now);
  });
}
