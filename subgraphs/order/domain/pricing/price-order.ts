import type { Money } from '@shop/domain';
import {
  type AppliedDiscount,
  type AppliedTax,
  type Breakdown,
  type PricedPart,
  sumOf,
} from './breakdown.ts';
import { applyPromotion, type DiscountableLine, type Promotion } from './discount.ts';
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
  readonly taxClass: string | null;
};

/** A method of shipping at its price for this order. */
export type ChosenShipping = {
  readonly method: string;
  readonly name: string;
  readonly price: Money;
  readonly taxClass: string | null;
};

export type PricingRules = {
  readonly tax: TaxRules;
  readonly promotions: readonly Promotion[];
};

/** Prices are sums of lines. */
export const noRules: PricingRules = {
  tax: { pricesIncludeTax: true, rounding: 'LINE', rates: [] },
  promotions: [],
};

export type PricingRequest = {
  readonly currency: string;
  /** In this currency, each variant once. */
  readonly lines: readonly LineToPrice[];
  readonly shipping: ChosenShipping | null;
  /** Null while it is unknown: without taxes. */
  readonly destination: Destination | null;
  readonly isTaxExempt: boolean;
};

/** A part of an order before taxes, at its price after discounts. */
type UntaxedPart = TaxablePart & {
  readonly subtotal: bigint;
  readonly discounts: readonly AppliedDiscount[];
};

/** Returns what an order costs at a time: the price of its lines, less discounts, with shipping and taxes. */
export function priceOrder(request: PricingRequest, rules: PricingRules, now: Date): Breakdown {
  const parts = priceBeforeTaxes(request, rules);
  const { destination } = request;
  const taxes = destination ? tableTaxes(parts, rules.tax, destination, now) : [];
  return addTaxes(request, parts, taxes, rules.tax.pricesIncludeTax);
}

/** Returns the lines after discounts and then shipping, if there is any. */
export function priceBeforeTaxes(
  { currency, lines, shipping }: PricingRequest,
  { promotions }: PricingRules,
): UntaxedPart[] {
  const whole = lines.map(({ variantId, unitPrice, quantity, taxClass }) => {
    const subtotal = unitPrice.minor * BigInt(quantity);
    return {
      key: variantId,
      subtotal,
      minor: subtotal,
      discounts: [],
      taxClass: taxClass ?? standardTaxClass,
    };
  });
  const discounted = promotions.reduce<readonly DiscountableLine[]>(
    (reduced, promotion) => applyPromotion(reduced, promotion, currency),
    whole,
  );
  const parts: UntaxedPart[] = whole.map((line, index) => ({ ...line, ...discounted[index] }));
  if (!shipping) return parts;
  const { price, taxClass } = shipping;
  const part = { key: '', subtotal: price.minor, minor: price.minor, discounts: [] };
  return [...parts, { ...part, taxClass: taxClass ?? standardTaxClass }];
}

/** Returns the breakdown of parts with their taxes. */
export function addTaxes(
  { currency, lines, shipping, isTaxExempt }: PricingRequest,
  parts: readonly UntaxedPart[],
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
    shipping: shipping && last ? { method: shipping.method, name: shipping.name, ...last } : null,
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
