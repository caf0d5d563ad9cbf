import { z } from 'zod';
import { editStatuses, type OrderEdit } from '../domain/edits/edit.ts';
import { editReasonCodes } from '../domain/reason-codes.ts';
import { minor, storedBreakdown } from './breakdown-json.ts';
import { shortLines, time } from './json-fields.ts';

const money = z.object({ minor, currency: z.string() });

const parts = z.object({
  lines: z.array(
    z.object({
      variantId: z.string(),
      sku: z.string(),
      title: z.string(),
      slug: z.string(),
      imageUrl: z.string().nullable(),
      quantity: z.number(),
      unitPrice: money,
    }),
  ),
  total: money,
  pricing: storedBreakdown,
});

/** The column `edits` of an order. */
export const storedEdits: z.ZodType<OrderEdit[]> = z.array(
  z.object({
    id: z.string(),
    status: z.enum(editStatuses),
    actorId: z.string(),
    reason: z.string(),
    reasonCode: z.enum(editReasonCodes).nullable(),
    before: parts,
    after: parts,
    wasPaid: z.boolean(),
    refundIds: z.array(z.string()),
    shortLines,
    requestedAt: time,
    decidedAt: time.nullable(),
  }),
);
