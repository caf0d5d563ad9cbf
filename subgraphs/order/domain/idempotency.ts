import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { IdempotencyKey } from './ports.ts';

export const idempotencyKey = z
  .string()
  .min(8, 'must have at least 8 characters')
  .max(64, 'must have at most 64 characters');

/** Binds a caller's key to the operation and the hash of its input. */
export const newIdempotencyKey = (
  operation: string,
  callerId: string,
  { idempotencyKey: key, ...input }: { readonly idempotencyKey: string },
): IdempotencyKey => ({
  scope: `${operation}:${callerId}`,
  key,
  fingerprint: createHash('sha256').update(JSON.stringify(input)).digest('hex'),
});
