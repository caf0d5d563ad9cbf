import { z } from 'zod';
import type { RefundParts } from '../domain/payment.ts';
import type { Breakdown } from '../domain/pricing/breakdown.ts';
import type { Prisma } from '../generated/prisma/client.ts';

/** An amount is text, which no number rounds. */
export const minor = z.string().transform((text) => BigInt(text));

export const storedTaxes = z.array(z.object({ name: z.string(), rate: z.number(), minor }));

const part = z.object({
  subtotal: minor,
  discounts: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      voucherCode: z.string().exactOptional(),
      minor,
    }),
  ),
  taxes: storedTaxes,
  exempted: minor,
  total: minor,
});

/** The column `pricing` of an order. */
export const storedBreakdown: z.ZodType<Breakdown | null> = z
  .object({
    currency: z.string(),
    taxesIncluded: z.boolean(),
    lines: z.array(part.extend({ variantId: z.string() })),
    shipping: part.extend({ method: z.string(), name: z.string() }).nullable(),
  })
  .nullable();

/** The column `parts` of a refund. */
export const storedRefundParts: z.ZodType<RefundParts | null> = z
  .object({
    lines: z.array(z.object({ variantId: z.string(), quantity: z.number(), minor })),
    shipping: minor.nullable(),
  })
  .nullable();

/** Returns a value as JSON; its amounts are text. */
export const toJson = (value: object): Prisma.InputJsonObject =>
  JSON.parse(
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'bigint' ? part.toString() : part,
    ),
  ) as Prisma.InputJsonObject;
