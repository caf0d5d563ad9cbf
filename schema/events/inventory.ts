// A shipped version is frozen: it may gain an optional field and nothing else. For every other change add the
// next version beside it (`stock.changed.v2`) with its example in `examples/`, publish both until every subscriber
// has moved to the new one, then run `npm run events:docs` and `npm run events:release`.

import { z } from 'zod';
import { quantity } from './values.ts';

export const inventoryEvents = {
  'stock.reserved.v1': z.object({
    orderId: z.uuid(),
    lines: z.array(z.object({ variantId: z.uuid(), quantity })).min(1),
  }),
  'stock.rejected.v1': z.object({
    orderId: z.uuid(),
    shortLines: z
      .array(
        z.object({
          variantId: z.uuid(),
          requested: quantity,
          available: z.number().int().nonnegative(),
        }),
      )
      .min(1),
  }),
  'stock.released.v1': z.object({
    orderId: z.uuid(),
    lines: z.array(z.object({ variantId: z.uuid(), quantity })),
  }),
  'stock.changed.v1': z.object({
    variantId: z.uuid(),
    onHand: z.number().int().nonnegative(),
    reserved: z.number().int().nonnegative(),
  }),
  // Published once when the available units fall to the threshold, and again only after they were above it.
  'stock.low.v1': z.object({
    variantId: z.uuid(),
    sku: z.string(),
    available: z.number().int().nonnegative(),
    threshold: z.number().int().nonnegative(),
  }),
};
