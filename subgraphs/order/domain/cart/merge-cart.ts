import { assertVersion, expectedVersionField, hashOf, validate } from '@shop/domain';
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
import { maxVouchers } from './cart-vouchers.ts';
import type { CartStore } from './ports.ts';

const mergeCartInput = z.object({
  cartToken: cartTokenField,
  expectedVersion: expectedVersionField,
});
export type MergeCartInput = z.input<typeof mergeCartInput>;

/** The viewer's cart, and the id of the guest cart that was deleted. */
export type MergedCart = { readonly cart: Cart | null; readonly removedCartId: string | null };

/**
 * Moves the lines and voucher codes of a guest cart into the viewer's cart and deletes the guest cart. When there is no such
 * guest cart, as after the first call, returns the viewer's cart unchanged. Refuses INVALID_VALUE,
 * LIMIT_REACHED and VERSION_CONFLICT, and leaves the guest cart.
 */
export async function mergeCart(
  { carts }: { readonly carts: CartStore },
  { id: customerId }: Viewer,
  input: MergeCartInput,
  now = new Date(),
): Promise<MergedCart> {
  const { cartToken, expectedVersion } = validate(mergeCartInput, input);
  const fresh = { ...newCart({ customerId }, now), customerId };
  let removedCartId: string | null = null;
  const merged = await carts.merge({ tokenHash: hashOf(cartToken) }, fresh, (own, guest) => {
    assertVersion(own, expectedVersion);
    removedCartId = guest.id;
    if (guest.lines.length === 0 && guest.voucherCodes.length === 0) return own;
    const merged = withLines(own, mergeLines(own.lines, guest.lines), now, 'cartToken');
    const codes = new Set([...own.voucherCodes, ...guest.voucherCodes]);
    return { ...merged, voucherCodes: [...codes].slice(0, maxVouchers) };
  });
  return { cart: merged ?? (await carts.find({ customerId })) ?? null, removedCartId };
}

/** Sums the quantities. A line of both carts keeps the price at which the user added it. */
function mergeLines(own: readonly CartLine[], guest: readonly CartLine[]): CartLine[] {
  const lines = new Map(own.map((line) => [line.variantId, line]));
  for (const line of guest) {
    const existing = lines.get(line.variantId);
    const quantity = Math.min((existing?.quantity ?? 0) + line.quantity, maxQuantity);
    lines.set(line.variantId, { ...line, ...existing, quantity });
  }
  return [...lines.values()];
}
