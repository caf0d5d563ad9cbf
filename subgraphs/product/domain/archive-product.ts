import { assertVersion, optionalIdempotencyKey, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { expectedVersion, idempotencyKey } from './fields.ts';
import type { ProductStore } from './ports.ts';
import { changed, type Product, transition } from './product.ts';

const archiveProductInput = z.object({ productId: z.string(), expectedVersion, idempotencyKey });
export type ArchiveProductInput = z.input<typeof archiveProductInput>;

/** Takes a product off sale. Refuses NOT_FOUND, VERSION_CONFLICT and ILLEGAL_TRANSITION. */
export function archiveProduct(
  products: ProductStore,
  viewer: Viewer | undefined,
  input: ArchiveProductInput,
  now = new Date(),
): Promise<Product> {
  const request = validate(archiveProductInput, input);
  const once = optionalIdempotencyKey('archiveProduct', viewer?.id ?? '', request);
  return products.update(
    request.productId,
    (product) => {
      assertVersion(product, request.expectedVersion);
      return changed(transition(product, 'ARCHIVED', now), now);
    },
    once,
  );
}
