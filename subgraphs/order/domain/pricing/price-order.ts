import type { Money } from '@shop/domain';
import {
  type AppliedDiscount,
  type AppliedTax,
  type Breakdown,
  type PricedPart,
  sumOf,
} from './breakdown.ts';
import { applyPromotion, type DiscountableLine, shippingDiscounts } from './discount.ts';
import { type AvailablePromotion, combinationsOf, fits } from './promotion.ts';
import { type OfferedMethod, offeredMethods, type ShippingRules } from './shipping.ts';
import {
  type Destination,
  standardTaxClass,
  type TaxablePart,
  type TaxRules,
  tableTaxes,
} from './tax.ts';

export type LineToPrice = {
  readonly variantId: string;
  readonly quantity: number;
  readonly unitPrice: Money;
  /** Of its product. */
  readonly categoryIds: readonly string[];
  readonly taxClass: string | null;
  /** Of one unit; null when it is unknown. */
  readonly weightGrams: number | null;
  readonly isShipped: boolean;
};

export type PricingRules = {
  readonly tax: TaxRules;
  readonly shipping: ShippingRules;
  /** Those that the customer may have. */
  readonly promotions: readonly AvailablePromotion[];
};

/** Prices are sums of lines. */
export const noRules: PricingRules = {
  tax: { pricesIncludeTax: true, rounding: 'LINE', rates: [] },
  shipping: { zones: [] },
  promotions: [],
};

export type PricingRequest = {
  readonly currency: string;
  /** In this currency, each variant once. */
  readonly lines: readonly LineToPrice[];
  /** Code of the chosen method; the default one when it is null. */
  readonly shippingMethod: string | null;
  /** Null while it is unknown: without taxes and shipping. */
  readonly destination: Destination | null;
  readonly isTaxExempt: boolean;
};

/** A part of an order before taxes, at its price after discounts. */
type UntaxedPart = TaxablePart & {
  readonly subtotal: bigint;
  readonly discounts: readonly AppliedDiscount[];
};

export type UntaxedOrder = {
  /** The lines and then shipping, if there is any. */
  readonly parts: readonly UntaxedPart[];
  /** The methods that send the order; null when nothing is sent, or the shop has no methods. */
  readonly offered: readonly OfferedMethod[] | null;
  /** The chosen or default one. */
  readonly shipping: OfferedMethod | null;
  /** Those that the order has, in the sequence in which they are taken off. */
  readonly promotions: readonly AvailablePromotion[];
};

/** Returns what an order costs at a time: the price of its lines, less discounts, with shipping and taxes. */
export function priceOrder(request: PricingRequest, rules: PricingRules, now: Date): Breakdown {
  const order = priceBeforeTaxes(request, rules);
  const { destination } = request;
  const taxes = destination ? tableTaxes(order.parts, rules.tax, destination, now) : [];
  return addTaxes(request, order, taxes, rules.tax.pricesIncludeTax);
}

/**
 * Returns the lines after discounts, with the methods that send them and the price of the chosen one. Of the combinations
 * of promotions that the order may have, it has the cheapest.
 */
export function priceBeforeTaxes(request: PricingRequest, rules: PricingRules): UntaxedOrder {
  const fitting = rules.promotions.filter((promotion) => fits(promotion, request));
  return combinationsOf(fitting)
    .map((promotions) => priceWith(request, rules.shipping, promotions))
    .reduce((best, other) => (priceOf(other) < priceOf(best) ? other : best));
}

const priceOf = ({ parts }: UntaxedOrder): bigint => sumOf(parts.map(({ minor }) => minor));

function priceWith(
  request: PricingRequest,
  rules: ShippingRules,
  promotions: readonly AvailablePromotion[],
): UntaxedOrder {
  const lines = discountLines(request, promotions);
  const subtotal = sumOf(lines.map(({ minor }) => minor));
  const offered = offeredFor(request, rules, subtotal);
  const { shippingMethod } = request;
  const shipping =
    offered?.find(({ code, isDefault }) =>
      shippingMethod === null ? isDefault : code === shippingMethod,
    ) ?? null;
  const parts = shipping ? [...lines, shippingPart(shipping, promotions)] : lines;
  return { parts, offered, shipping, promotions };
}

function discountLines(
  { lines }: PricingRequest,
  promotions: readonly AvailablePromotion[],
): UntaxedPart[] {
  const whole = lines.map(({ variantId, unitPrice, quantity, categoryIds }) => ({
    ...{ key: variantId, categoryIds, quantity, unitMinor: unitPrice.minor, discounts: [] },
    minor: unitPrice.minor * BigInt(quantity),
  }));
  const discounted = promotions.reduce<readonly DiscountableLine[]>(applyPromotion, whole);
  return discounted.map(({ key, minor, discounts }, index) => ({
    ...{ key, minor, discounts, subtotal: whole[index]?.minor ?? 0n },
    taxClass: lines[index]?.taxClass ?? standardTaxClass,
  }));
}

function offeredFor(
  { currency, lines, destination }: PricingRequest,
  rules: ShippingRules,
  subtotal: bigint,
): OfferedMethod[] | null {
  const shipped = lines.filter(({ isShipped }) => isShipped);
  if (rules.zones.length === 0 || shipped.length === 0) return null;
  if (!destination) return [];
  const weightGrams = shipped.reduce(
    (sum, line) => sum + (line.weightGrams ?? 0) * line.quantity,
    0,
  );
  return offeredMethods(rules, destination, {
    ...{ subtotal: { minor: subtotal, currency }, weightGrams },
  });
}

/** Shipping has the empty key: those of lines are ids. */
function shippingPart(
  { price, taxClass }: OfferedMethod,
  promotions: readonly AvailablePromotion[],
): UntaxedPart {
  const discounts = shippingDiscounts(price.minor, promotions);
  const minor = price.minor - sumOf(discounts.map((discount) => discount.minor));
  return {
    ...{ key: '', subtotal: price.minor, minor, discounts },
    taxClass: taxClass ?? standardTaxClass,
  };
}

/** Returns the breakdown of an order with the taxes of each part. */
export function addTaxes(
  { currency, lines, isTaxExempt }: PricingRequest,
  { parts, shipping }: UntaxedOrder,
  taxes: readonly (readonly AppliedTax[])[],
  taxesIncluded: boolean,
): Breakdown {
  const priced = parts.map(({ subtotal, discounts, minor }, index) => ({
    ...{ subtotal, discounts },
    ...withTaxes(minor, taxes[index] ?? [], taxesIncluded, isTaxExempt),
  }));
  const last = priced[lines.length];
  return {
    ...{ currency, taxesIncluded },
    lines: priced
      .slice(0, lines.length)
      .map((part, index) => ({ variantId: lines[index]?.variantId ?? '', ...part })),
    shipping: shipping && last ? { method: shipping.code, name: shipping.name, ...last } : null,
  };
}

/** Returns what a customer pays for a part at this price. An exempt one pays it without its taxes. */
function withTaxes(
  minor: bigint,
  taxes: readonly AppliedTax[],
  areIncluded: boolean,
  isTaxExempt: boolean,
): Pick<PricedPart, 'taxes' | 'exempted' | 'total'> {
  const tax = sumOf(taxes.map((one) => one.minor));
  if (!isTaxExempt) return { taxes, exempted: 0n, total: areIncluded ? minor : minor + tax };
  const exempted = areIncluded ? tax : 0n;
  return { taxes: [], exempted, total: minor - exempted };
}
