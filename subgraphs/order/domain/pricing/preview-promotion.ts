import { constraint, emptyAsAbsent, isId, newId, refuse, validate } from '@shop/domain';
import { z } from 'zod';
import { type Cart, variantLinesField } from '../cart/cart.ts';
import type { CartStore } from '../cart/ports.ts';
import { type ReviewPorts, reviewCarts } from '../cart/review-carts.ts';
import { type DescribedBreakdown, describe } from './describe.ts';
import { findPromotions } from './find-promotions.ts';
import { cartPricingFields, requestOf } from './price-cart.ts';
import { promotionField } from './promotion-field.ts';
import { priceBy, type QuotePorts } from './quote.ts';

const previewInput = z.object({
  promotion: promotionField,
  lines: variantLinesField().nullish(),
  cartId: emptyAsAbsent(z.string()),
  customerId: emptyAsAbsent(z.string()),
  ...cartPricingFields,
});
export type PreviewInput = z.input<typeof previewInput>;
type PreviewRequest = z.output<typeof previewInput>;

export type PromotionPreview = {
  readonly before: DescribedBreakdown | null;
  readonly after: DescribedBreakdown | null;
};

/** Parses the input of a preview. Refuses INVALID_VALUE. */
export function parsePreview(input: PreviewInput): PreviewRequest {
  const request = validate(previewInput, input);
  if ((request.lines == null) === (request.cartId === null)) {
    const message = 'Give exactly one of `lines` and `cartId`.';
    refuse('INVALID_VALUE', message, ['lines'], constraint('NOT_ALLOWED'));
  }
  return request;
}

type PreviewPorts = QuotePorts & ReviewPorts & { readonly carts: Pick<CartStore, 'find'> };

/**
 * Prices a cart by the current rules, and with a promotion that is not saved, as if its customer might have it. Null when
 * there is no such cart.
 */
export async function previewPromotion(
  ports: PreviewPorts,
  { promotion, ...request }: PreviewRequest,
  now = new Date(),
): Promise<PromotionPreview | null> {
  const cart = await cartOf(ports, request, now);
  if (!cart) return null;
  const [reviewed] = await reviewCarts(ports, [cart]);
  const priced = reviewed && requestOf(cart, reviewed, request);
  if (!priced) return { before: null, after: null };
  const current = await ports.pricing.current();
  const { promotions } = current.PROMOTIONS.rules;
  const { available } = await findPromotions(ports, promotions, priced, now);
  const others = available.filter(({ code }) => code !== promotion.code);
  const tried = [...others, { ...promotion, voucherCode: null }];
  const price = async (these: typeof available) =>
    describe((await priceBy(ports, current, these, priced, now)).breakdown);
  return { before: await price(available), after: await price(tried) };
}

/** Returns the cart, or one of the lines, whose variants must exist. */
async function cartOf(
  { carts, catalogue }: PreviewPorts,
  { lines, cartId, customerId }: Omit<PreviewRequest, 'promotion'>,
  now: Date,
): Promise<Cart | undefined> {
  if (cartId !== null) return isId(cartId) ? carts.find({ id: cartId }) : undefined;
  const requested = [...new Map((lines ?? []).map((one) => [one.variantId, one])).values()];
  const variants = await catalogue.byIds(requested.map(({ variantId }) => variantId));
  return {
    ...{ id: newId(), customerId, tokenHash: null, voucherCodes: [], version: 1 },
    ...{ createdAt: now, updatedAt: now },
    lines: requested.flatMap((one, n) => {
      const price = variants[n]?.price;
      return price ? [{ ...one, unitPriceWhenAdded: price }] : [];
    }),
  };
}
