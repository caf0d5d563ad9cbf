import {
  expectedVersionField,
  idempotencyKeyField,
  newIdempotencyKey,
  reasonField,
  refuse,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import type { StockStore } from './ports.ts';
import { maxOnHand, stockChanged, wanted } from './stock.ts';

const maxDelta = 100_000;

const adjustStockInput = z.object({
  variantId: z.string(),
  delta: z
    .number()
    .int()
    .min(-maxDelta, `must be at least -${maxDelta}`)
    .max(maxDelta, `must be at most ${maxDelta}`)
    .refine((delta) => delta !== 0, 'must not be 0'),
  reason: reasonField,
  idempotencyKey: idempotencyKeyField,
  expectedVersion: expectedVersionField,
});
export type AdjustStockInput = z.input<typeof adjustStockInput>;

/**
 * Corrects the units in the warehouse, once per key, never below what is set aside. Refuses
 * INVALID_VALUE, UNKNOWN_VARIANT, VERSION_CONFLICT, INSUFFICIENT_STOCK, IDEMPOTENCY_CONFLICT.
 */
export async function adjustStock(
  stock: StockStore,
  keeper: Viewer,
  input: AdjustStockInput,
): Promise<{ id: string }> {
  const request = validate(adjustStockInput, input);
  const { variantId, delta, reason, expectedVersion } = request;
  await stock.change(
    [variantId],
    (stocks) => {
      const before = wanted(stocks, variantId, expectedVersion);
      const onHand = before.onHand + delta;
      if (onHand > maxOnHand) refuse('INVALID_VALUE', `makes more than ${maxOnHand}`, ['delta']);
      if (onHand < before.reserved) {
        const message = `${before.onHand} are in stock, ${before.reserved} of them set aside.`;
        refuse('INSUFFICIENT_STOCK', message, ['delta']);
      }
      return {
        movements: [{ variantId, kind: 'ADJUST', onHandDelta: delta, reservedDelta: 0, reason }],
        events: stockChanged(before, { ...before, onHand }),
      };
    },
    newIdempotencyKey('adjustStock', keeper.id, request),
  );
  return { id: variantId };
}
