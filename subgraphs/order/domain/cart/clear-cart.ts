import { expectedVersionField, expectVersion, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { type Cart, cartTokenField, keyOf, noSuchCart, withLines } from './cart.ts';
import type { CartStore } from './ports.ts';

const clearCartInput = z.object({
  cartToken: cartTokenField.nullish(),
  expectedVersion: expectedVersionField,
});
export type ClearCartInput = z.input<typeof clearCartInput>;

/**
 * Takes every line out; `undefined` for a user who has no cart. Refuses INVALID_VALUE, NOT_FOUND to guests
 * and VERSION_CONFLICT.
 */
export async function clearCart(
  { carts }: { readonly carts: CartStore },
  viewer: Viewer | undefined,
  input: ClearCartInput,
  now = new Date(),
): Promise<Cart | undefined> {
  const { cartToken, expectedVersion } = validate(clearCartInput, input);
  const key = keyOf(viewer, cartToken) ?? noSuchCart();
  const cart = await carts.update(key, (before) => {
    expectVersion(before, expectedVersion);
    return before.lines.length === 0 ? before : withLines(before, [], now);
  });
  return cart ?? ('tokenHash' in key ? noSuchCart() : undefined);
}
