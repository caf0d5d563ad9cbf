import { optionalText, validate } from '@shop/domain';
import { z } from 'zod';
import type { Cart } from '../cart/cart.ts';
import type { ReviewedCart } from '../cart/review-cart.ts';
import { type DescribedBreakdown, describe } from './describe.ts';
import { noRules, priceOrder } from './price-order.ts';
import { offerShipping, type QuotePorts, type QuoteRequest, quote } from './quote.ts';
import { countryField, shippingMethodField } from './rule-fields.ts';
import type { OfferedMethod } from './shipping.ts';

const destinationField = z.object({
  country: countryField,
  region: optionalText(100),
  postalCode: optionalText(20),
});
const cartPricingInput = z.object({
  destination: destinationField.nullish().transform((destination) => destination ?? null),
  shippingMethod: shippingMethodField,
});
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
): Promise<readonly OfferedMethod[]> {
  const priced = requestOf(cart, reviewed, request);
  return priced ? offerShipping(ports, priced) : [];
}

function requestOf(
  { customerId }: Cart,
  { lines, subtotal }: ReviewedCart,
  request: CartPricingRequest,
): QuoteRequest | undefined {
  if (!subtotal) return undefined;
  const { currency } = subtotal;
  return { ...request, currency, customerId, lines: lines.filter(({ forSale }) => forSale) };
}
