import { newSecret } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { type Cart, type CartKey, cartKeyOf, newCart } from './cart.ts';

type OpenedCart = {
  readonly key: CartKey;
  /** What is added when the cart does not exist; a cart with a token must exist. */
  readonly fresh: Cart | undefined;
  /** The token of a new guest cart. */
  readonly cartToken: string | null;
};

/** Returns how the cart of a change is found: by its token, the viewer's, or a new guest cart. */
export function openCart(
  viewer: Viewer | undefined,
  token: string | null | undefined,
  now: Date,
): OpenedCart {
  const existing = cartKeyOf(viewer, token);
  if (existing) {
    const fresh = token == null ? newCart(existing, now) : undefined;
    return { key: existing, fresh, cartToken: null };
  }
  const { secret, hash } = newSecret();
  const key = { tokenHash: hash };
  return { key, fresh: newCart(key, now), cartToken: secret };
}
