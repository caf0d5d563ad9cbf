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
import { assertMaxOnHand, findStock, stockEvents } from './stock.ts';
import { assertCanReadStock } from './visibility.ts';

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
 * Corrects the units on hand, once per key and never below the reserved units. Refuses INVALID_VALUE,
 * UNKNOWN_VARIANT, VERSION_CONFLICT, INSUFFICIENT_STOCK and IDEMPOTENCY_CONFLICT.
 */
export async function adjustStock(
  stock: StockStore,
  viewer: Viewer,
  input: AdjustStockInput,
): Promise<{ id: string }> {
  const request = validate(adjustStockInput, input);
  const { variantId, delta, reason, expectedVersion } = request;
  const decided = await stock.change(
    [variantId],
    (stocks) => {
      const before = findStock(stocks, variantId, expectedVersion);
      const onHand = before.onHand + delta;
      assertMaxOnHand(onHand, 'delta');
      if (onHand < before.reserved) {
        const message = `${before.onHand} units are on hand, ${before.reserved} of them are reserved.`;
        refuse('INSUFFICIENT_STOCK', message, ['delta']);
      }
      return {
        movements: [{ variantId, kind: 'ADJUST', onHandDelta: delta, reservedDelta: 0, reason }],
        events: stockEvents(before, { ...before, onHand }),
      };
    },
    newIdempotencyKey('adjustStock', viewer.id, request),
  );
  if (!decided) assertCanReadStock(viewer);
  return { id: variantId };
}
