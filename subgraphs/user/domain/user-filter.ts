import { roles } from '@shop/schema';
import { z } from 'zod';

/** Which users to list. NUL is no text in SQL, so nobody's name has one. */
export const userFilter = z.object({
  search: z
    .string()
    .max(100)
    .transform((text) => text.replaceAll('\0', '').trim())
    .nullish()
    .transform((text) => text ?? undefined),
  status: z
    .enum(['ACTIVE', 'SUSPENDED'])
    .nullish()
    .transform((status) => status ?? undefined),
  role: z
    .enum(roles)
    .nullish()
    .transform((role) => role ?? undefined),
});
