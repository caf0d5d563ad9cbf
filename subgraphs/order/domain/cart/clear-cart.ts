import { expectVersion, type Viewer } from '@shop/schema';
import { type Cart, keyOf, noSuchCart, withLines } from './cart.ts';
import type { CartStore } from './ports.ts';

export type ClearCartInput = {
  readonly cartToken?: string | null | undefined;
  readonly expectedVersion?: number | null | undefined;
};

/**
 * Takes every line out; `undefined` for a user who has no cart. Refuses NOT_FOUND to guests and
 * VERSION_CONFLICT.
 */
export async function clearCart(
  { carts }: { readonly carts: CartStore },
  viewer: Viewer | undefined,
  { cartToken, expectedVersion }: ClearCartInput,
  now = new Date(),
): Promise<Cart | undefined> {
  const key = keyOf(viewer, cartToken) ?? noSuchCart();
  const cart = await carts.update(key, (before) => {
    expectVersion(before, expectedVersion);
    return before.lines.length === 0 ? before : withLines(before, [], now);
  });
  return cart ?? ('tokenHash' in key ? noSuchCart() : undefined);
}
