import {
  expectedVersionField,
  idempotencyKeyField,
  optionalIdempotencyKey,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import type { StockStore } from './ports.ts';
import { findStock, lowStockEvents, type Stock } from './stock.ts';
import { assertCanReadStock } from './visibility.ts';

const maxThreshold = 1_000_000;

const setLowStockThresholdInput = z.object({
  variantId: z.string(),
  threshold: z
    .number()
    .int()
    .min(0, 'must be at least 0')
    .max(maxThreshold, `must be at most ${maxThreshold}`),
  expectedVersion: expectedVersionField,
  idempotencyKey: idempotencyKeyField.nullish(),
});
export type SetLowStockThresholdInput = z.input<typeof setLowStockThresholdInput>;

/**
 * Sets the number of available units at which stock is low. Publishes `stock.low` when a higher threshold makes it
 * low. Refuses INVALID_VALUE, UNKNOWN_VARIANT, VERSION_CONFLICT and IDEMPOTENCY_CONFLICT.
 */
export async function setLowStockThreshold(
  stock: StockStore,
  viewer: Viewer,
  input: SetLowStockThresholdInput,
): Promise<{ id: string }> {
  const request = validate(setLowStockThresholdInput, input);
  const { variantId, threshold, expectedVersion } = request;
  const key = optionalIdempotencyKey('setLowStockThreshold', viewer.id, request);
  const decide = (stocks: ReadonlyMap<string, Stock>) => {
    const before = findStock(stocks, variantId, expectedVersion);
    if (before.lowStockThreshold === threshold) return { movements: [], events: [] };
    return {
      movements: [],
      threshold: { variantId, units: threshold },
      events: lowStockEvents(before, { ...before, lowStockThreshold: threshold }),
    };
  };
  if (!(await stock.change([variantId], decide, key))) assertCanReadStock(viewer);
  return { id: variantId };
}
