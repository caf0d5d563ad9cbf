import { assertVersion, validate } from '@shop/domain';
import { z } from 'zod';
import { expectedVersion } from './fields.ts';
import type { ProductStore } from './ports.ts';
import { changed, type Product, transition } from './product.ts';

const archiveProductInput = z.object({ productId: z.string(), expectedVersion });
export type ArchiveProductInput = z.input<typeof archiveProductInput>;

/** Takes a product off sale. Refuses NOT_FOUND, VERSION_CONFLICT and ILLEGAL_TRANSITION. */
export function archiveProduct(
  products: ProductStore,
  input: ArchiveProductInput,
  now = new Date(),
): Promise<Product> {
  const request = validate(archiveProductInput, input);
  return products.update(request.productId, (product) => {
    assertVersion(product, request.expectedVersion);
    return changed(transition(product, 'ARCHIVED', now), now);
  });
}
