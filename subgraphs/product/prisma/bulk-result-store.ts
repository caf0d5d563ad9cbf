import { refusalCodes, refuse } from '@shop/domain';
import { z } from 'zod';
import type { BulkResultStore } from '../domain/ports.ts';
import type { Database } from './client.ts';

const results = z.array(
  z.object({
    index: z.number(),
    action: z.enum(['CREATED', 'UPDATED', 'UNCHANGED', 'FAILED']),
    productId: z.string().nullable(),
    reasons: z.array(
      z.object({
        code: z.enum(refusalCodes),
        message: z.string(),
        field: z.array(z.string()),
      }),
    ),
  }),
);

/** The store of the results of bulk upserts by idempotency key, on Prisma. */
export const createBulkResultStore = (database: Database): BulkResultStore => ({
  async find({ scope, key, fingerprint }) {
    const where = { scope_key: { scope, key } };
    const used = await database.idempotencyKey.findUnique({ where });
    if (!used) return undefined;
    if (used.fingerprint === fingerprint) return results.parse(used.answer);
    return refuse('IDEMPOTENCY_CONFLICT', 'This key was used with another input.', [
      'idempotencyKey',
    ]);
  },

  async save(key, rows) {
    const data = [{ ...key, answer: results.parse(rows) }];
    await database.idempotencyKey.createMany({ data, skipDuplicates: true });
  },
});
