import { constraint, refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import type { z } from 'zod';
import { maxQuantity } from './cart.ts';
import { type CartStores, type ChangedCart, cartLinesInput, changeLines } from './change-lines.ts';

const addCartLinesInput = cartLinesInput(1);
export type AddCartLinesInput = z.input<typeof addCartLinesInput>;

/**
 * Adds units to a cart. A line that exists keeps the price at which it was added.
 * Refuses INVALID_VALUE, DUPLICATE_LINE, UNKNOWN_VARIANT, VARIANT_UNAVAILABLE, MIXED_CURRENCIES,
 * LIMIT_REACHED, NOT_FOUND, VERSION_CONFLICT, IDEMPOTENCY_CONFLICT.
 */
export async function addCartLines(
  stores: CartStores,
  viewer: Viewer | undefined,
  input: AddCartLinesInput,
  now = new Date(),
): Promise<ChangedCart> {
  const request = validate(addCartLinesInput, input);
  return changeLines(
    'addCartLines',
    stores,
    viewer,
    request,
    (existing, added, unitPrice) => {
      const quantity = (existing?.quantity ?? 0) + added.quantity;
      if (quantity > maxQuantity) {
        const field = ['lines', String(request.lines.indexOf(added)), 'quantity'];
        const message = `A line has at most ${maxQuantity} units; this one would have ${quantity}.`;
        refuse('INVALID_VALUE', message, field, constraint('TOO_LARGE', maxQuantity));
      }
      const { variantId } = added;
      const unitPriceWhenAdded = existing?.unitPriceWhenAdded ?? unitPrice;
      return { variantId, quantity, unitPriceWhenAdded };
    },
    now,
  );
}
