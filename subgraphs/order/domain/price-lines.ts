import {
  type Money,
  priceDetails,
  Refusal,
  type RefusalReason,
  refuse,
  sameMoney,
  sum,
  times,
  toAmount,
} from '@shop/domain';
import { duplicateLine, type LineFault, saleFault } from './line-faults.ts';
import type { OrderLine } from './order.ts';
import type { CatalogueVariant } from './ports.ts';
import type { LineToPrice } from './pricing/price-order.ts';

export type RequestedLine = { readonly variantId: string; readonly quantity: number };

/** Returns the path of the line with this index in the input. */
export type FieldOf = (index: number) => readonly string[];

/**
 * Returns the lines at the shop's current prices, in this currency or, without one, in that of the first line.
 * Refuses DUPLICATE_LINE, UNKNOWN_VARIANT, VARIANT_UNAVAILABLE, MIXED_CURRENCIES.
 */
export function priceLines(
  requested: readonly RequestedLine[],
  variants: readonly (CatalogueVariant | undefined)[],
  fieldOf: FieldOf,
  currency = variants.find((variant) => variant?.forSale)?.price.currency,
): OrderLine[] {
  const seen = new Set<string>();
  const reasons: RefusalReason[] = [];
  const lines: OrderLine[] = [];
  for (const [index, { variantId, quantity }] of requested.entries()) {
    const variant = variants[index];
    const fault = seen.has(variantId) ? duplicateLine : priceFault(variant, currency);
    seen.add(variantId);
    if (fault) reasons.push({ ...fault, field: fieldOf(index) });
    else if (variant) {
      const { sku, title, slug, imageUrl, price } = variant;
      lines.push({ variantId, sku, title, slug, imageUrl, quantity, unitPrice: price });
    }
  }
  if (reasons.length > 0) throw new Refusal(reasons);
  return lines;
}

/** Returns priced lines with what else of their variants the price of an order depends on. */
export const linesToPrice = (
  lines: readonly OrderLine[],
  variants: readonly (CatalogueVariant | undefined)[],
): LineToPrice[] =>
  lines.map((line, index) => ({
    ...line,
    categoryIds: variants[index]?.categoryIds ?? [],
    taxClass: variants[index]?.taxClass ?? null,
    weightGrams: variants[index]?.weightGrams ?? null,
    isShipped: variants[index]?.isShipped ?? true,
  }));

export const totalOf = (lines: readonly OrderLine[]): Money =>
  sum(lines.map((line) => times(line.unitPrice, line.quantity)));

/** Refuses PRICE_CHANGED unless the total is the one that the customer expects. */
export function assertExpectedTotal(total: Money, expected: Money | null | undefined): void {
  if (!expected || sameMoney(expected, total)) return;
  const message = `The total is now ${toAmount(total)} ${total.currency}.`;
  refuse('PRICE_CHANGED', message, ['expectedTotal'], priceDetails(total));
}

function priceFault(
  variant: CatalogueVariant | undefined,
  currency: string | undefined,
): LineFault | undefined {
  const fault = saleFault(variant);
  if (fault || variant?.price.currency === currency) return fault;
  return { code: 'MIXED_CURRENCIES', message: 'All lines must have the same currency.' };
}
