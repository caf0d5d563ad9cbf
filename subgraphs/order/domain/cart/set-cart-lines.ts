import { validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import type { z } from 'zod';
import { type CartStores, type ChangedCart, cartLinesInput, changeLines } from './change-lines.ts';

const setCartLinesInput = cartLinesInput(0);
export type SetCartLinesInput = z.input<typeof setCartLinesInput>;

/**
 * Sets lines of a cart to exactly these quantities and accepts their current prices. 0 removes a line.
 * Refuses INVALID_VALUE, DUPLICATE_LINE, UNKNOWN_VARIANT, VARIANT_UNAVAILABLE, MIXED_CURRENCIES,
 * LIMIT_REACHED, NOT_FOUND, VERSION_CONFLICT, IDEMPOTENCY_CONFLICT.
 */
export async function setCartLines(
  stores: CartStores,
  viewer: Viewer | undefined,
  input: SetCartLinesInput,
  now = new Date(),
): Promise<ChangedCart> {
  const request = validate(setCartLinesInput, input);
  return changeLines(
    'setCartLines',
    stores,
    viewer,
    request,
    (_, line, unitPriceWhenAdded) => ({ ...line, unitPriceWhenAdded }),
    now,
  );
}
