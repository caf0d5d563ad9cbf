import { assertVersion, validate } from '@shop/domain';
import { z } from 'zod';
import { expectedVersion } from './fields.ts';
import type { ProductStore } from './ports.ts';
import { changed, type Product, transition } from './product.ts';

const publishProductInput = z.object({ productId: z.string(), expectedVersion });
export type PublishProductInput = z.input<typeof publishProductInput>;

/** Puts a product on sale. Refuses NOT_FOUND, VERSION_CONFLICT and ILLEGAL_TRANSITION. */
export function publishProduct(
  products: ProductStore,
  input: PublishProductInput,
  now = new Date(),
): Promise<Product> {
  const request = validate(publishProductInput, input);
  return products.update(request.productId, (product) => {
    assertVersion(product, request.expectedVersion);
    return changed(transition(product, 'ACTIVE', now), now);
  });
}
