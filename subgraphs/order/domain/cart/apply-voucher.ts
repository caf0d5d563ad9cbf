import { assertVersion, constraint, refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { findPromotions, type PromotionPorts } from '../pricing/find-promotions.ts';
import type { PricingStore } from '../pricing/ports.ts';
import { type Cart, cartKeyOf, cartNotFound, newCart } from './cart.ts';
import {
  invalidVoucher,
  maxVouchers,
  type VoucherInput,
  voucherInput,
  withVouchers,
} from './cart-vouchers.ts';
import type { CartStore } from './ports.ts';

type Ports = PromotionPorts & {
  readonly carts: CartStore;
  readonly pricing: Pick<PricingStore, 'current'>;
};

/**
 * Puts a voucher code into a cart, where it stays until it is removed or ordered; it may not apply to the cart yet. A
 * code that the cart has changes nothing. Refuses INVALID_VALUE, NOT_FOUND for guests, VERSION_CONFLICT, LIMIT_REACHED and
 * VOUCHER_INVALID, which is the same for codes that are unknown, not valid now and used up.
 */
export async function applyVoucher(
  ports: Ports,
  viewer: Viewer | undefined,
  input: VoucherInput,
  now = new Date(),
): Promise<Cart> {
  const { cartToken, code, expectedVersion } = validate(voucherInput, input);
  const key = cartKeyOf(viewer, cartToken) ?? cartNotFound();
  const isValid = await isValidNow(ports, viewer, code, now);
  const decide = (cart: Cart): Cart => {
    if (cart.voucherCodes.includes(code)) return cart;
    assertVersion(cart, expectedVersion);
    if (!isValid) refuse('VOUCHER_INVALID', invalidVoucher, ['code']);
    if (cart.voucherCodes.length >= maxVouchers) {
      const message = `A cart has at most ${maxVouchers} voucher codes.`;
      refuse('LIMIT_REACHED', message, ['code'], constraint('TOO_MANY', maxVouchers));
    }
    return withVouchers(cart, [...cart.voucherCodes, code], now);
  };
  const fresh = 'customerId' in key ? newCart(key, now) : undefined;
  return (await ports.carts.update(key, decide, fresh)) ?? cartNotFound();
}

async function isValidNow(
  ports: Ports,
  viewer: Viewer | undefined,
  code: string,
  now: Date,
): Promise<boolean> {
  const { promotions } = (await ports.pricing.current()).PROMOTIONS.rules;
  const buyer = { customerId: viewer?.id ?? null, email: viewer?.email ?? null };
  const request = { ...buyer, voucherCodes: [code] };
  const { vouchers } = await findPromotions(ports, promotions, request, now);
  return vouchers.some(({ promotion }) => promotion !== null);
}
