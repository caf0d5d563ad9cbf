import type { CartFragment } from './generated/cart.ts';

/** Returns the cart with another quantity of a variant, as it will be; the shop computes the prices. */
export function changeQuantity(
  cart: CartFragment,
  variantId: string,
  quantity: number,
): CartFragment {
  const lines = cart.lines
    .map((line) => (line.variant?.id === variantId ? { ...line, quantity } : line))
    .filter((line) => line.quantity > 0);
  const totalQuantity = lines.reduce((sum, line) => sum + line.quantity, 0);
  return { ...cart, lines, totalQuantity };
}
