import { assertVersion, constraint, expectedVersionField, refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { findPromotions, type PromotionPorts } from '../pricing/find-promotions.ts';
import type { PricingStore } from '../pricing/ports.ts';
import { enteredCodeField } from '../vouchers/voucher.ts';
import { type Cart, cartKeyOf, cartNotFound, newCart, optionalCartTokenField } from './cart.ts';
import type { CartStore } from './ports.ts';

export const maxVouchers = 5;

/** The same for every code that is not valid, so that no answer tells which codes exist. */
export const invalidVoucher = 'This voucher code is not valid.';

const voucherInput = z.object({
  cartToken: optionalCartTokenField,
  code: enteredCodeField,
  expectedVersion: expectedVersionField,
});
export type VoucherInput = z.input<typeof voucherInput>;

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

const withVouchers = (cart: Cart, voucherCodes: readonly string[], now: Date): Cart => ({
  ...{ ...cart, voucherCodes, version: cart.version + 1, updatedAt: now },
});
