import { refuse, validate } from '@shop/domain';
import { z } from 'zod';
import { changeVariant } from './change-variant.ts';
import { expectedVersion } from './fields.ts';
import type { ProductStore } from './ports.ts';
import { changed, type Product } from './product.ts';

const removeVariantInput = z.object({ variantId: z.string(), expectedVersion });
export type RemoveVariantInput = z.input<typeof removeVariantInput>;

/** Removes a variant. Refuses NOT_FOUND, VERSION_CONFLICT, and ILLEGAL_TRANSITION for the last variant. */
export function removeVariant(
  products: ProductStore,
  input: RemoveVariantInput,
  now = new Date(),
): Promise<Product> {
  return changeVariant(products, validate(removeVariantInput, input), (product, variant) => {
    const variants = product.variants.filter(({ id }) => id !== variant.id);
    if (variants.length === 0) {
      refuse('ILLEGAL_TRANSITION', 'A product has at least one variant.', ['variantId']);
    }
    return changed({ ...product, variants }, now);
  });
}
