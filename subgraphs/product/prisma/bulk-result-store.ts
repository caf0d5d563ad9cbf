import { type RefusalDetails, refusalCodes } from '@shop/domain';
import { findKey, storeKey } from '@shop/service/prisma';
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
        details: z.custom<RefusalDetails>().optional(),
      }),
    ),
  }),
);

/** The store of the results of bulk upserts by idempotency key, on Prisma. */
export const createBulkResultStore = (database: Database): BulkResultStore => ({
  async find(key) {
    const stored = await findKey(database, key);
    return stored && results.parse(stored.result);
  },

  async save(key, rows) {
    await storeKey(database, key, results.parse(rows));
  },
});
