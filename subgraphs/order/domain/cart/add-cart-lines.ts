import { refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import type { z } from 'zod';
import { maxQuantity } from './cart.ts';
import { type CartStores, type ChangedCart, cartLinesInput, changeLines } from './change-lines.ts';

const addCartLinesInput = cartLinesInput(1);
export type AddCartLinesInput = z.input<typeof addCartLinesInput>;

/**
 * Puts units into a cart on top of those it has; a line that is there keeps the price it was added at.
 * Refuses INVALID_VALUE, DUPLICATE_LINE, UNKNOWN_VARIANT, VARIANT_UNAVAILABLE, MIXED_CURRENCIES,
 * LIMIT_REACHED, NOT_FOUND, VERSION_CONFLICT.
 */
export async function addCartLines(
  stores: CartStores,
  viewer: Viewer | undefined,
  input: AddCartLinesInput,
  now = new Date(),
): Promise<ChangedCart> {
  const request = validate(addCartLinesInput, input);
  return changeLines(
    stores,
    viewer,
    request,
    (old, wanted, unitPrice) => {
      const quantity = (old?.quantity ?? 0) + wanted.quantity;
      if (quantity > maxQuantity) {
        const field = ['lines', String(request.lines.indexOf(wanted)), 'quantity'];
        refuse(
          'INVALID_VALUE',
          `makes ${quantity} with those in the cart, of ${maxQuantity}`,
          field,
        );
      }
      const { variantId } = wanted;
      return { variantId, quantity, unitPriceWhenAdded: old?.unitPriceWhenAdded ?? unitPrice };
    },
    now,
  );
}
