import { z } from 'zod';
import type { ShortLine } from '../domain/order.ts';

// Fields of the columns of orders that are JSON.

export const time = z.iso.datetime().transform((text) => new Date(text));

export const shortLines: z.ZodType<ShortLine[]> = z.array(
  z.object({ variantId: z.string(), requested: z.number(), available: z.number() }),
);
