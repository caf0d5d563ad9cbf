import type { Money } from '@shop/domain';
import { type AppliedTax, type Breakdown, type PricedPart, sumOf } from './breakdown.ts';
import { applyPromotion, type DiscountableLine, type Promotion } from './discount.ts';
import {
  type Destination,
  ratesFor,
  standardTaxClass,
  type TaxablePart,
  type TaxRules,
  taxParts,
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

/** Returns what an order costs at a time: the price of its lines, less discounts, with shipping and taxes. */
export function priceOrder(
  { currency, lines, shipping, destination, isTaxExempt }: PricingRequest,
  { tax, promotions }: PricingRules,
  now: Date,
): Breakdown {
  const subtotals = lines.map(({ unitPrice, quantity }) => unitPrice.minor * BigInt(quantity));
  const undiscounted = lines.map(
    ({ variantId }, index): DiscountableLine => ({
      ...{ key: variantId, minor: subtotals[index] ?? 0n, discounts: [] },
    }),
  );
  const discounted = promotions.reduce(
    (reduced, promotion) => applyPromotion(reduced, promotion, currency),
    undiscounted,
  );
  const taxable: TaxablePart[] = discounted.map(({ key, minor }, index) => ({
    ...{ key, minor, taxClass: lines[index]?.taxClass ?? standardTaxClass },
  }));
  if (shipping) {
    const { price, taxClass } = shipping;
    taxable.push({ key: '', minor: price.minor, taxClass: taxClass ?? standardTaxClass });
  }
  const taxes = taxParts(
    taxable,
    (part) => (destination ? ratesFor(tax, part.taxClass, destination, now) : []),
    tax,
  );
  const total = (index: number) =>
    withTaxes(taxable[index]?.minor ?? 0n, taxes[index] ?? [], tax.pricesIncludeTax, isTaxExempt);
  return {
    currency,
    taxesIncluded: tax.pricesIncludeTax,
    lines: discounted.map(({ key, discounts }, index) => ({
      ...{ variantId: key, subtotal: subtotals[index] ?? 0n, discounts, ...total(index) },
    })),
    shipping: shipping && {
      ...{ method: shipping.method, name: shipping.name },
      ...{ subtotal: shipping.price.minor, discounts: [], ...total(lines.length) },
    },
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
