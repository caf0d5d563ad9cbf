// Shipped events contain these values: a change breaks them. Give a new version of an event its own value.

import { z } from 'zod';

/** Minor units as a decimal string (BigInt does not survive JSON) and an ISO 4217 code. */
export const money = z.object({
  minor: z.string().regex(/^\d+$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

export const quantity = z.number().int().positive();

/** A line with fewer units in stock than were requested. */
export const shortLine = z.object({
  variantId: z.uuid(),
  requested: quantity,
  available: z.number().int().nonnegative(),
});
