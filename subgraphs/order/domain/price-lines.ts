import {
  fromAmount,
  type Money,
  Refusal,
  type RefusalReason,
  refuse,
  sum,
  times,
  toAmount,
} from '@shop/domain';
import type { OrderLine } from './order.ts';
import type { CatalogueVariant } from './ports.ts';

export type RequestedLine = { readonly variantId: string; readonly quantity: number };

/** Where the line with this index stands in the input. */
export type FieldOf = (index: number) => readonly string[];

/**
 * The lines at the shop's own prices.
 * Refuses DUPLICATE_LINE, UNKNOWN_VARIANT, VARIANT_UNAVAILABLE, MIXED_CURRENCIES.
 */
export function priceLines(
  requested: readonly RequestedLine[],
  variants: readonly (CatalogueVariant | undefined)[],
  fieldOf: FieldOf,
): OrderLine[] {
  const currency = variants.find((variant) => variant?.forSale)?.price.currency;
  const seen = new Set<string>();
  const reasons: RefusalReason[] = [];
  const lines: OrderLine[] = [];
  for (const [index, { variantId, quantity }] of requested.entries()) {
    const variant = variants[index];
    const fault = faultOf(variantId, variant, seen, currency);
    seen.add(variantId);
    if (fault) reasons.push({ ...fault, field: fieldOf(index) });
    else if (variant) {
      const { sku, title, price } = variant;
      lines.push({ variantId, sku, title, quantity, unitPrice: price });
    }
  }
  if (reasons.length > 0) throw new Refusal(reasons);
  return lines;
}

export const totalOf = (lines: readonly OrderLine[]): Money =>
  sum(lines.map((line) => times(line.unitPrice, line.quantity)));

/** Refuses PRICE_CHANGED when the buyer has seen another total. */
export function expectTotal(
  total: Money,
  expected: { readonly amount: string; readonly currencyCode: string } | undefined,
): void {
  if (!expected) return;
  const { currency, minor } = total;
  const seen = fromAmount(expected.amount, expected.currencyCode);
  if (seen?.currency === currency && seen.minor === minor) return;
  const message = `The total is ${toAmount(total)} ${currency} now.`;
  refuse('PRICE_CHANGED', message, ['expectedTotal']);
}

function faultOf(
  variantId: string,
  variant: CatalogueVariant | undefined,
  seen: ReadonlySet<string>,
  currency: string | undefined,
): Pick<RefusalReason, 'code' | 'message'> | undefined {
  if (seen.has(variantId)) {
    return { code: 'DUPLICATE_LINE', message: 'Another line has this variant already.' };
  }
  if (!variant) return { code: 'UNKNOWN_VARIANT', message: 'There is no such variant.' };
  if (!variant.forSale) {
    return { code: 'VARIANT_UNAVAILABLE', message: `${variant.title} is not for sale now.` };
  }
  if (variant.price.currency !== currency) {
    return { code: 'MIXED_CURRENCIES', message: 'All lines need the same currency.' };
  }
  return undefined;
}
