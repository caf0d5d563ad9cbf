import { idempotencyKeyField, newIdempotencyKey, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import type { RunOnce, Stores } from './ports.ts';

const keyedInput = z.looseObject({ idempotencyKey: idempotencyKeyField.nullish() });

/**
 * Runs a request of the viewer. One with an `idempotencyKey` runs once: repeated, it returns the first result, which is JSON.
 * Refuses INVALID_VALUE, IDEMPOTENCY_CONFLICT.
 */
export function runOnce<T>(
  ports: Stores & { readonly once: RunOnce; readonly viewer: Viewer | undefined },
  operation: string,
  input: z.input<typeof keyedInput>,
  work: (stores: Stores) => Promise<T>,
): Promise<T> {
  const { idempotencyKey, ...request } = validate(keyedInput, input);
  if (idempotencyKey == null) return work(ports);
  const owner = ports.viewer?.id ?? '';
  return ports.once(newIdempotencyKey(operation, owner, { ...request, idempotencyKey }), work);
}
