import { createHash } from 'node:crypto';
import { z } from 'zod';

/** A caller's promise that the same key means the same request. */
export type IdempotencyKey = {
  /** Operation and caller, so that keys of different people never meet. */
  readonly scope: string;
  readonly key: string;
  /** Hash of the input. */
  readonly fingerprint: string;
};

/** The field `idempotencyKey` of an input. */
export const idempotencyKeyField = z
  .string()
  .min(8, 'must have at least 8 characters')
  .max(64, 'must have at most 64 characters')
  .regex(/^\P{Cc}*$/u, 'must have no control characters');

/** Binds a caller's key to the operation and the hash of its validated input. */
export const newIdempotencyKey = (
  operation: string,
  callerId: string,
  { idempotencyKey: key, ...input }: { readonly idempotencyKey: string },
): IdempotencyKey => ({
  scope: `${operation}:${callerId}`,
  key,
  fingerprint: createHash('sha256').update(JSON.stringify(input)).digest('hex'),
});
