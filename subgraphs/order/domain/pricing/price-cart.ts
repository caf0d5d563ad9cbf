import { optionalText, validate } from '@shop/domain';
import { z } from 'zod';
import type { Cart } from '../cart/cart.ts';
import { invalidVoucher } from '../cart/cart-vouchers.ts';
import type { ReviewedCart } from '../cart/review-cart.ts';
import { type DescribedBreakdown, describe } from './describe.ts';
import { noRules, priceOrder } from './price-order.ts';
import {
  offerShipping,
  type QuotePorts,
  type QuoteRequest,
  quote,
  type ReviewedVoucher,
} from './quote.ts';
import { countryField, shippingMethodField } from './rule-fields.ts';
import type { OfferedMethod } from './shipping.ts';

const destinationField = z.object({
  country: countryField,
  region: optionalText(100),
  postalCode: optionalText(20),
});
/** The fields of a price. */
export const cartPricingFields = {
  destination: destinationField.nullish().transform((destination) => destination ?? null),
  shippingMethod: shippingMethodField,
};
const cartPricingInput = z.object(cartPricingFields);
export type CartPricingInput = z.input<typeof cartPricingInput>;
type CartPricingRequest = Pick<QuoteRequest, 'destination' | 'shippingMethod'>;

/** Parses the arguments of a price. Refuses INVALID_VALUE. */
export const parseCartPricing = (input: CartPricingInput): CartPricingRequest =>
  validate(cartPricingInput, input);

/** Describes what the lines of a cart that are for sale cost; null when they have no subtotal. */
export async function priceCart(
  ports: QuotePorts,
  cart: Cart,
  reviewed: ReviewedCart,
  request: CartPricingRequest,
  now = new Date(),
): Promise<DescribedBreakdown | null> {
  const priced = requestOf(cart, reviewed, request);
  if (!priced) return null;
  const quoted = await quote(ports, priced, now);
  const breakdown =
    quoted?.breakdown ?? priceOrder({ ...priced, isTaxExempt: false }, noRules, now);
  return describe(breakdown);
}

/** Returns the methods that send the lines of a cart that are for sale, at their prices. */
export async function shippingMethodsOf(
  ports: QuotePorts,
  cart: Cart,
  reviewed: ReviewedCart,
  request: CartPricingRequest,
  now = new Date(),
): Promise<readonly OfferedMethod[]> {
  const priced = requestOf(cart, reviewed, request);
  return priced ? offerShipping(ports, priced, now) : [];
}

/** A voucher code of a cart as its customer reads it. */
export type DescribedVoucher = {
  readonly code: string;
  readonly name: string | null;
  readonly problem: {
    readonly code: NonNullable<ReviewedVoucher['problem']>;
    readonly message: string;
  } | null;
};

/** Describes the voucher codes of a cart, with what keeps them from being applied. */
export async function describeVouchers(
  ports: QuotePorts,
  cart: Cart,
  reviewed: ReviewedCart,
  now = new Date(),
): Promise<DescribedVoucher[]> {
  const { customerId, voucherCodes } = cart;
  if (voucherCodes.length === 0) return [];
  const request = { destination: null, shippingMethod: null };
  const nothing = { currency: '', lines: [], customerId, email: null, voucherCodes };
  const priced = requestOf(cart, reviewed, request) ?? { ...request, ...nothing };
  const quoted = await quote(ports, priced, now);
  return (quoted?.vouchers ?? []).map(({ code, promotion, problem }) => ({
    ...{ code, name: promotion?.name ?? null },
    problem: problem && { code: problem, message: voucherMessages[problem](code) },
  }));
}

export const voucherMessages = {
  INVALID: () => invalidVoucher,
  NOT_APPLICABLE: (code: string) => `The voucher code ${code} does not apply to this order.`,
  NOT_COMBINED: (code: string) =>
    `The voucher code ${code} cannot be combined with a better promotion.`,
};

/** Returns what the price of the lines of a cart that are for sale depends on; `undefined` when they have no subtotal. */
export function requestOf(
  { customerId, voucherCodes }: Cart,
  { lines, subtotal }: ReviewedCart,
  request: CartPricingRequest,
): QuoteRequest | undefined {
  if (!subtotal) return undefined;
  const { currency } = subtotal;
  return {
    ...{ ...request, currency, customerId, email: null, voucherCodes },
    lines: lines.filter(({ forSale }) => forSale),
  };
}
