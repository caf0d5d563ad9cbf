import { z } from 'zod';

/** P2002 of Prisma with the error that its driver adapter reports. */
const uniqueViolation = z.object({
  code: z.literal('P2002'),
  meta: z.object({
    driverAdapterError: z.object({
      cause: z.object({ constraint: z.object({ index: z.string() }) }),
    }),
  }),
});

/** Returns the name of the unique constraint that a write has violated; `undefined` for any other error. */
export const violatedConstraint = (error: unknown): string | undefined =>
  uniqueViolation.safeParse(error).data?.meta.driverAdapterError.cause.constraint.index;
