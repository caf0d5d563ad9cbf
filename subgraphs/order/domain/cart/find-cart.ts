import type { Viewer } from '@shop/schema';
import { type Cart, cartKeyOf } from './cart.ts';
import type { CartStore } from './ports.ts';

/** Returns the guest cart with this token or, without one, the viewer's cart. */
export async function findCart(
  { carts }: { readonly carts: Pick<CartStore, 'find'> },
  viewer: Viewer | undefined,
  token: string | null | undefined,
): Promise<Cart | undefined> {
  const key = cartKeyOf(viewer, token?.trim() || null);
  return key && carts.find(key);
}
