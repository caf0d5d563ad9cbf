import { refuse } from '@shop/domain';
import { violatedConstraint } from '@shop/service/sql';

/** Refuses SKU_TAKEN or SLUG_TAKEN when a write has violated their unique index. Throws any other error again. */
export function refuseTaken(error: unknown): never {
  switch (violatedConstraint(error)) {
    case 'product_variants_sku_key':
      return refuse('SKU_TAKEN', 'Another variant has this SKU.', ['variants']);
    case 'products_slug_key':
      return refuse('SLUG_TAKEN', 'Another product has this slug.', ['slug']);
    case 'categories_slug_key':
      return refuse('SLUG_TAKEN', 'Another category has this slug.', ['slug']);
    default:
      throw error;
  }
}
