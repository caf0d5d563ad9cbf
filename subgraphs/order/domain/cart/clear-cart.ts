import { assertVersion, expectedVersionField, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { type Cart, cartKeyOf, cartNotFound, optionalCartTokenField, withLines } from './cart.ts';
import type { CartStore } from './ports.ts';

const clearCartInput = z.object({
  cartToken: optionalCartTokenField,
  expectedVersion: expectedVersionField,
});
export type ClearCartInput = z.input<typeof clearCartInput>;

/**
 * Removes every line of a cart. Returns `undefined` for a user without a cart. Refuses INVALID_VALUE,
 * NOT_FOUND for guests, VERSION_CONFLICT.
 */
export async function clearCart(
  { carts }: { readonly carts: CartStore },
  viewer: Viewer | undefined,
  input: ClearCartInput,
  now = new Date(),
): Promise<Cart | undefined> {
  const { cartToken, expectedVersion } = validate(clearCartInput, input);
  const key = cartKeyOf(viewer, cartToken) ?? cartNotFound();
  const cart = await carts.update(key, (before) => {
    assertVersion(before, expectedVersion);
    return before.lines.length === 0 ? before : withLines(before, [], now);
  });
  return cart ?? ('tokenHash' in key ? cartNotFound() : undefined);
}
