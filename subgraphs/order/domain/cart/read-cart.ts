import type { Viewer } from '@shop/schema';
import { type Cart, keyOf } from './cart.ts';
import type { CartStore } from './ports.ts';

/** The guest cart with this token or, without one, the caller's own. */
export async function readCart(
  { carts }: { readonly carts: CartStore },
  viewer: Viewer | undefined,
  token: string | null | undefined,
): Promise<Cart | undefined> {
  const key = keyOf(viewer, token);
  return key && carts.find(key);
}
