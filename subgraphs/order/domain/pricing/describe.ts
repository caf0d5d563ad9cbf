import type { Money } from '@shop/domain';
import {
  type AppliedDiscount,
  type AppliedTax,
  type Breakdown,
  discountsOf,
  exemptedOf,
  type PricedPart,
  payableOf,
  subtotalOf,
  taxesOf,
} from './breakdown.ts';

export type DescribedDiscount = Omit<AppliedDiscount, 'minor'> & {
  readonly amount: Money;
};

/** The rate in percent, as a decimal string. */
export type DescribedTax = {
  readonly name: string;
  readonly percent: string;
  readonly amount: Money;
};

/** A part of an order with amounts as money. */
export type DescribedPart = {
  readonly subtotal: Money;
  readonly discounts: DescribedDiscount[];
  readonly taxes: DescribedTax[];
  readonly total: Money;
};

/** A breakdown with amounts as money, and with its sums. */
export type DescribedBreakdown = DescribedPart & {
  readonly taxesIncluded: boolean;
  readonly taxExemption: Money | null;
  readonly shipping: (DescribedPart & { readonly method: string; readonly name: string }) | null;
  readonly lines: (DescribedPart & { readonly variantId: string })[];
};

/** Describes a breakdown as clients and events read it. */
export function describe(breakdown: Breakdown): DescribedBreakdown {
  const { currency, taxesIncluded, shipping } = breakdown;
  const { money, discount, tax } = describers(currency);
  const part = ({ subtotal, discounts, taxes, total }: PricedPart): DescribedPart => ({
    subtotal: money(subtotal),
    discounts: discounts.map(discount),
    taxes: taxes.map(tax),
    total: money(total),
  });
  const exempted = exemptedOf(breakdown);
  return {
    taxesIncluded,
    subtotal: money(subtotalOf(breakdown)),
    discounts: discountsOf(breakdown).map(discount),
    taxes: taxesOf(breakdown).map(tax),
    taxExemption: exempted > 0n ? money(exempted) : null,
    total: money(payableOf(breakdown)),
    shipping: shipping && { method: shipping.method, name: shipping.name, ...part(shipping) },
    lines: breakdown.lines.map((line) => ({ variantId: line.variantId, ...part(line) })),
  };
}

const describers = (currency: string) => {
  const money = (minor: bigint): Money => ({ minor, currency });
  return {
    money,
    discount: ({ minor, ...discount }: AppliedDiscount): DescribedDiscount => ({
      ...discount,
      amount: money(minor),
    }),
    tax: ({ name, rate, minor }: AppliedTax): DescribedTax => ({
      ...{ name, percent: percentOf(rate), amount: money(minor) },
    }),
  };
};

/** `99750` -> `'9.975'`. */
export const percentOf = (rate: number): string => {
  const digits = String(rate).padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '');
};
