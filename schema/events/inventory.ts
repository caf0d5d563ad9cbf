// A shipped version is frozen: it may gain an optional field and nothing else. For every other change add the
// next version beside it (`stock.changed.v2`) with its example in `examples/`, publish both until every subscriber
// has moved to the new one, then run `npm run events:docs` and `npm run events:release`.

import { z } from 'zod';
import { quantity, shortLine } from './values.ts';

export const inventoryEvents = {
  'stock.reserved.v1': z.object({
    orderId: z.uuid(),
    lines: z.array(z.object({ variantId: z.uuid(), quantity })).min(1),
  }),
  'stock.rejected.v1': z.object({
    orderId: z.uuid(),
    shortLines: z.array(shortLine).min(1),
  }),
  'stock.released.v1': z.object({
    orderId: z.uuid(),
    lines: z.array(z.object({ variantId: z.uuid(), quantity })),
  }),
  // The reservation of an order has the lines of an edit.
  'stock.edit_reserved.v1': z.object({
    orderId: z.uuid(),
    editId: z.uuid(),
    lines: z.array(z.object({ variantId: z.uuid(), quantity })).min(1),
  }),
  // It has the lines that it had before.
  'stock.edit_rejected.v1': z.object({
    orderId: z.uuid(),
    editId: z.uuid(),
    // Units that are available include those that the order already has. Empty when the reservation was released.
    shortLines: z.array(shortLine),
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
