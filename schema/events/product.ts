// A shipped version is frozen: it may gain an optional field and nothing else. For every other change add the
// next version beside it (`product.updated.v2`) with its example in `examples/`, publish both until every subscriber
// has moved to the new one, then run `npm run events:docs` and `npm run events:release`.

import { z } from 'zod';
import { money } from './values.ts';

const product = z.object({
  productId: z.uuid(),
  version: z.number().int().positive(),
  slug: z.string(),
  title: z.string(),
  // The first picture: a URL, or a path below the address of the shop.
  imageUrl: z.string().optional(),
  status: z.enum(['DRAFT', 'ACTIVE', 'ARCHIVED']),
  // Categories that the product is directly in; absent without any.
  categoryIds: z.array(z.uuid()).optional(),
  variants: z
    .array(
      z.object({
        variantId: z.uuid(),
        sku: z.string(),
        title: z.string(),
        price: money,
        // Absent for the standard class.
        taxClass: z.string().optional(),
        // Of one unit; absent when it is unknown.
        weightGrams: z.number().int().nonnegative().optional(),
        // False for what is not sent, such as a download.
        isShipped: z.boolean().optional(),
      }),
    )
    .min(1),
});

/** Each carries the whole product as it is now, so that a copy can take the newest and drop the rest. */
export const productEvents = {
  'product.created.v1': product,
  'product.updated.v1': product,
};
