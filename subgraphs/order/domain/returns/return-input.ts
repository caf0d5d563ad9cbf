import { expectedVersionField, idempotencyKeyField, longText } from '@shop/domain';
import { z } from 'zod';

/** The fields of an input about a return that exists. */
export const returnFields = {
  orderId: z.string(),
  returnId: z.string(),
  expectedVersion: expectedVersionField,
  idempotencyKey: idempotencyKeyField,
};

/** Several lines from or for the customer, where they may be left out. */
export const messageField = longText(1_000)
  .nullish()
  .transform((text) => text || null);
