import { z } from 'zod';

/** Which stock to list. NUL is no text in SQL, so no SKU has one. */
export const stockFilter = z.object({
  lowStock: z
    .boolean()
    .nullish()
    .transform((low) => low ?? undefined),
  sku: z
    .string()
    .max(64)
    .refine((text) => !text.includes('\0'))
    .nullish()
    .transform((text) => text ?? undefined),
});
