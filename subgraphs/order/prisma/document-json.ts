import { z } from 'zod';
import type { DocumentContent } from '../domain/documents/document.ts';
import { minor, storedTaxes } from './breakdown-json.ts';
import { time } from './json-fields.ts';

/** The column `content` of a document. */
export const storedDocument: z.ZodType<DocumentContent> = z.object({
  seller: z.object({ name: z.string(), address: z.string(), taxId: z.string() }),
  buyer: z.object({ address: z.array(z.string()), email: z.string() }),
  orderNumber: z.string(),
  placedAt: time,
  invoiceNumber: z.string().nullable(),
  currency: z.string(),
  taxesIncluded: z.boolean(),
  lines: z.array(
    z.object({
      title: z.string(),
      sku: z.string().nullable(),
      quantity: z.number(),
      subtotal: minor,
      discounts: z.array(z.object({ name: z.string(), minor })),
      taxes: storedTaxes,
      total: minor,
    }),
  ),
  taxes: storedTaxes,
  exempted: minor,
  total: minor,
});
