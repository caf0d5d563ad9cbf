import { createHash } from 'node:crypto';
import { z } from 'zod';
import { refuse } from './refusal.ts';

/** A client's promise that the same key means the same request. */
export type IdempotencyKey = {
  /** Operation and requester, so that keys of different requesters never collide. */
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

/**
 * Returns the meaning of an input as JSON: absent and null alike, fields in any order. Amounts and dates have to be
 * parsed before (`1` and `1.00` are one price).
 */
export const canonicalJson = (input: unknown): string =>
  JSON.stringify(input, (_, value: unknown) => {
    if (typeof value === 'bigint') return value.toString();
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const present = Object.entries(value).filter(([, part]) => part != null);
    return Object.fromEntries(present.sort(([one], [other]) => (one < other ? -1 : 1)));
  });

/** Binds a key to the operation, the requester and the hash of the validated input. */
export const newIdempotencyKey = (
  operation: string,
  requesterId: string,
  { idempotencyKey: key, ...input }: { readonly idempotencyKey: string },
): IdempotencyKey => ({
  scope: `${operation}:${requesterId}`,
  key,
  fingerprint: createHash('sha256').update(canonicalJson(input)).digest('hex'),
});

/** The same where the key is optional; `undefined` without one. */
export const optionalIdempotencyKey = (
  operation: string,
  requesterId: string,
  { idempotencyKey, ...input }: { readonly idempotencyKey?: string | null | undefined },
): IdempotencyKey | undefined =>
  idempotencyKey == null
    ? undefined
    : newIdempotencyKey(operation, requesterId, { ...input, idempotencyKey });

/** Refuses IDEMPOTENCY_CONFLICT when the key was stored with the fingerprint of another input. */
export function assertSameInput({ fingerprint }: IdempotencyKey, stored: string): void {
  if (fingerprint === stored) return;
  refuse('IDEMPOTENCY_CONFLICT', 'This key was used with another input.', ['idempotencyKey']);
}
