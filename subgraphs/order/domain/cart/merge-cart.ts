import { expectVersion, hashOf, type Viewer } from '@shop/schema';
import { type Cart, type CartLine, maxQuantity, newCart, withLines } from './cart.ts';
import type { CartStore } from './ports.ts';

export type MergeCartInput = {
  readonly cartToken: string;
  readonly expectedVersion?: number | null | undefined;
};

/**
 * Adds the lines of a guest cart to the caller's own and deletes it; without it, as after the first time,
 * answers the own cart as it is. Refuses LIMIT_REACHED and VERSION_CONFLICT, and the guest cart stays.
 */
export async function mergeCart(
  { carts }: { readonly carts: CartStore },
  { id: customerId }: Viewer,
  { cartToken, expectedVersion }: MergeCartInput,
  now = new Date(),
): Promise<Cart | undefined> {
  const fresh = { ...newCart({ customerId }, now), customerId };
  const merged = await carts.merge({ tokenHash: hashOf(cartToken) }, fresh, (own, guest) => {
    expectVersion(own, expectedVersion);
    return guest.lines.length === 0 ? own : withLines(own, joined(own.lines, guest.lines), now);
  });
  return merged ?? carts.find({ customerId });
}

/** A line that both have keeps the price the user's own was added at. */
function joined(own: readonly CartLine[], guest: readonly CartLine[]): CartLine[] {
  const lines = new Map(own.map((line) => [line.variantId, line]));
  for (const line of guest) {
    const known = lines.get(line.variantId);
    const quantity = Math.min((known?.quantity ?? 0) + line.quantity, maxQuantity);
    lines.set(line.variantId, { ...line, ...known, quantity });
  }
  return [...lines.values()];
}
