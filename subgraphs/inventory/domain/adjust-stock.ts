import {
  breaks,
  expectedVersionField,
  idempotencyKeyField,
  newIdempotencyKey,
  reasonField,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { changeOnHand } from './change-on-hand.ts';
import type { StockStore } from './ports.ts';

const maxDelta = 100_000;

const adjustStockInput = z.object({
  variantId: z.string(),
  delta: z
    .number()
    .int()
    .min(-maxDelta, `must be at least -${maxDelta}`)
    .max(maxDelta, `must be at most ${maxDelta}`)
    .refine((delta) => delta !== 0, { error: 'must not be 0', ...breaks('NOT_ALLOWED', 0) }),
  reason: reasonField,
  idempotencyKey: idempotencyKeyField,
  expectedVersion: expectedVersionField,
});
export type AdjustStockInput = z.input<typeof adjustStockInput>;

/**
 * Corrects the units on hand, once per key and never below the reserved units. Refuses INVALID_VALUE,
 * UNKNOWN_VARIANT, VERSION_CONFLICT, INSUFFICIENT_STOCK and IDEMPOTENCY_CONFLICT.
 */
export async function adjustStock(
  stock: StockStore,
  viewer: Viewer,
  input: AdjustStockInput,
): Promise<{ id: string }> {
  const request = validate(adjustStockInput, input);
  const { variantId, delta: units, reason, expectedVersion } = request;
  const key = newIdempotencyKey('adjustStock', viewer.id, request);
  const change = { variantId, kind: 'ADJUST', reason, units, field: 'delta', key } as const;
  return changeOnHand(stock, viewer, { ...change, expectedVersion });
}
