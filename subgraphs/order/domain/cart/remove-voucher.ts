import { assertVersion, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { type Cart, cartKeyOf, cartNotFound } from './cart.ts';
import { type VoucherInput, voucherInput, withVouchers } from './cart-vouchers.ts';
import type { CartStore } from './ports.ts';

/**
 * Removes a voucher code from a cart. A code that the cart does not have changes nothing. Returns `undefined` for a user
 * without a cart. Refuses INVALID_VALUE, NOT_FOUND for guests, VERSION_CONFLICT.
 */
export async function removeVoucher(
  { carts }: { readonly carts: CartStore },
  viewer: Viewer | undefined,
  input: VoucherInput,
  now = new Date(),
): Promise<Cart | undefined> {
  const { cartToken, code, expectedVersion } = validate(voucherInput, input);
  const key = cartKeyOf(viewer, cartToken) ?? cartNotFound();
  const cart = await carts.update(key, (before) => {
    if (!before.voucherCodes.includes(code)) return before;
    assertVersion(before, expectedVersion);
    return withVouchers(
      before,
      before.voucherCodes.filter((one) => one !== code),
      now,
    );
  });
  return cart ?? ('tokenHash' in key ? cartNotFound() : undefined);
}
