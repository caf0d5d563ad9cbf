import { expectedVersionField, validate } from '@shop/domain';
import { z } from 'zod';
import type { StockStore } from './ports.ts';
import { findStock, lowStockEvents } from './stock.ts';

const maxThreshold = 1_000_000;

const setLowStockThresholdInput = z.object({
  variantId: z.string(),
  threshold: z
    .number()
    .int()
    .min(0, 'must be at least 0')
    .max(maxThreshold, `must be at most ${maxThreshold}`),
  expectedVersion: expectedVersionField,
});
export type SetLowStockThresholdInput = z.input<typeof setLowStockThresholdInput>;

/**
 * Sets the number of available units at which stock is low. Publishes `stock.low` when a higher threshold makes it
 * low. Refuses INVALID_VALUE, UNKNOWN_VARIANT and VERSION_CONFLICT.
 */
export async function setLowStockThreshold(
  stock: StockStore,
  input: SetLowStockThresholdInput,
): Promise<{ id: string }> {
  const { variantId, threshold, expectedVersion } = validate(setLowStockThresholdInput, input);
  await stock.change([variantId], (stocks) => {
    const before = findStock(stocks, variantId, expectedVersion);
    if (before.lowStockThreshold === threshold) return { movements: [], events: [] };
    return {
      movements: [],
      threshold: { variantId, units: threshold },
      events: lowStockEvents(before, { ...before, lowStockThreshold: threshold }),
    };
  });
  return { id: variantId };
}
