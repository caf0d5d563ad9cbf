import { expectedVersionField, validate } from '@shop/domain';
import { z } from 'zod';
import type { StockStore } from './ports.ts';
import { fellLow, wanted } from './stock.ts';

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
 * Sets how few units are few. Units that a higher threshold makes few are said to be low.
 * Refuses INVALID_VALUE, UNKNOWN_VARIANT, VERSION_CONFLICT.
 */
export async function setLowStockThreshold(
  stock: StockStore,
  input: SetLowStockThresholdInput,
): Promise<{ id: string }> {
  const { variantId, threshold, expectedVersion } = validate(setLowStockThresholdInput, input);
  await stock.change([variantId], (stocks) => {
    const before = wanted(stocks, variantId, expectedVersion);
    if (before.lowStockThreshold === threshold) return { movements: [], events: [] };
    return {
      movements: [],
      threshold: { variantId, units: threshold },
      events: fellLow(before, { ...before, lowStockThreshold: threshold }),
    };
  });
  return { id: variantId };
}
