import { z } from 'zod';
import { money } from './values.ts';

const product = z.object({
  productId: z.uuid(),
  version: z.number().int().positive(),
  slug: z.string(),
  title: z.string(),
  status: z.enum(['DRAFT', 'ACTIVE', 'ARCHIVED']),
  variants: z
    .array(
      z.object({
        variantId: z.uuid(),
        sku: z.string(),
        title: z.string(),
        price: money,
      }),
    )
    .min(1),
});

/** Each says the whole product as it is now, so a copy can take the newest and drop the rest. */
export const productEvents = {
  'product.created.v1': product,
  'product.updated.v1': product,
};
