import { refusalCodes, refuse } from '@shop/domain';
import { z } from 'zod';
import type { AnswerStore } from '../domain/ports.ts';
import type { Database } from './client.ts';

const answer = z.array(
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

/** First answers to requests with an idempotency key, on Prisma. */
export const createAnswerStore = (database: Database): AnswerStore => ({
  async find({ scope, key, fingerprint }) {
    const where = { scope_key: { scope, key } };
    const used = await database.idempotencyKey.findUnique({ where });
    if (!used) return undefined;
    if (used.fingerprint === fingerprint) return answer.parse(used.answer);
    return refuse('IDEMPOTENCY_CONFLICT', 'This key was used with another input.', [
      'idempotencyKey',
    ]);
  },

  async keep(key, results) {
    const data = [{ ...key, answer: answer.parse(results) }];
    await database.idempotencyKey.createMany({ data, skipDuplicates: true });
  },
});
