import { assertVersion, optionalIdempotencyKey, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { expectedVersion, idempotencyKey } from './fields.ts';
import type { ProductStore } from './ports.ts';
import { changed, type Product, transition } from './product.ts';

const publishProductInput = z.object({ productId: z.string(), expectedVersion, idempotencyKey });
export type PublishProductInput = z.input<typeof publishProductInput>;

/** Puts a product on sale. Refuses NOT_FOUND, VERSION_CONFLICT and ILLEGAL_TRANSITION. */
export function publishProduct(
  products: ProductStore,
  viewer: Viewer | undefined,
  input: PublishProductInput,
  now = new Date(),
): Promise<Product> {
  const request = validate(publishProductInput, input);
  const once = optionalIdempotencyKey('publishProduct', viewer?.id ?? '', request);
  return products.update(
    request.productId,
    (product) => {
      assertVersion(product, request.expectedVersion);
      return changed(transition(product, 'ACTIVE', now), now);
    },
    once,
  );
}
