import { optionalText, validate } from '@shop/domain';
import { z } from 'zod';
import type { Cart } from '../cart/cart.ts';
import type { ReviewedCart } from '../cart/review-cart.ts';
import { type DescribedBreakdown, describe } from './describe.ts';
import { noRules, priceOrder } from './price-order.ts';
import { type QuotePorts, quote } from './quote.ts';
import { countryField } from './rule-fields.ts';
import type { Destination } from './tax.ts';

const cartPricingInput = z.object({
  destination: z
    .object({ country: countryField, region: optionalText(100), postalCode: optionalText(20) })
    .nullish(),
});
export type CartPricingInput = z.input<typeof cartPricingInput>;

/** Parses the arguments of a price. Refuses INVALID_VALUE. */
export const parseCartPricing = (input: CartPricingInput): Destination | null =>
  validate(cartPricingInput, input).destination ?? null;

/** Describes what the lines of a cart that are for sale cost; null when they have no subtotal. */
export async function priceCart(
  ports: QuotePorts,
  { customerId }: Cart,
  { lines: reviewed, subtotal }: ReviewedCart,
  destination: Destination | null,
  now = new Date(),
): Promise<DescribedBreakdown | null> {
  if (!subtotal) return null;
  const { currency } = subtotal;
  const lines = reviewed.filter(({ forSale }) => forSale);
  const request = { currency, lines, destination, customerId };
  const breakdown =
    (await quote(ports, request, now)) ??
    priceOrder({ ...request, shipping: null, isTaxExempt: false }, noRules, now);
  return describe(breakdown);
}
