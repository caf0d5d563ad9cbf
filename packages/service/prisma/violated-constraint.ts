import { z } from 'zod';

/** P2002 of Prisma with the error that its driver adapter reports. */
const ofPrisma = z
  .object({
    code: z.literal('P2002'),
    meta: z.object({
      driverAdapterError: z.object({
        cause: z.object({ constraint: z.object({ index: z.string() }) }),
      }),
    }),
  })
  .transform(({ meta }) => meta.driverAdapterError.cause.constraint.index);

/** `unique_violation` of PostgreSQL. */
const ofPostgres = z
  .object({ code: z.literal('23505'), constraint: z.string() })
  .transform(({ constraint }) => constraint);

/** Returns the name of the unique constraint that a write has violated; `undefined` for any other error. */
export const violatedConstraint = (error: unknown): string | undefined =>
  z.union([ofPostgres, ofPrisma]).safeParse(error).data;
