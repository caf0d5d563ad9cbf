import { expectedVersionField, expectVersion, hashOf, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import {
  type Cart,
  type CartLine,
  cartTokenField,
  maxQuantity,
  newCart,
  withLines,
} from './cart.ts';
import type { CartStore } from './ports.ts';

const mergeCartInput = z.object({
  cartToken: cartTokenField,
  expectedVersion: expectedVersionField,
});
export type MergeCartInput = z.input<typeof mergeCartInput>;

/**
 * Adds the lines of a guest cart to the caller's own and deletes it; without it, as after the first time,
 * answers the own cart as it is. Refuses INVALID_VALUE, LIMIT_REACHED and VERSION_CONFLICT, and the guest
 * cart stays.
 */
export async function mergeCart(
  { carts }: { readonly carts: CartStore },
  { id: customerId }: Viewer,
  input: MergeCartInput,
  now = new Date(),
): Promise<Cart | undefined> {
  const { cartToken, expectedVersion } = validate(mergeCartInput, input);
  const fresh = { ...newCart({ customerId }, now), customerId };
  const merged = await carts.merge({ tokenHash: hashOf(cartToken) }, fresh, (own, guest) => {
    expectVersion(own, expectedVersion);
    if (guest.lines.length === 0) return own;
    return withLines(own, joined(own.lines, guest.lines), now, 'cartToken');
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
