import { formatMoney, type Money, publicQuantityLimit, sameMoney, sum, times } from '@shop/domain';
import type { CatalogueVariant } from '../ports.ts';
import type { Cart, CartLine } from './cart.ts';

export type CartProblem = {
  readonly code: 'PRICE_CHANGED' | 'SHORT_STOCK' | 'UNAVAILABLE' | 'MIXED_CURRENCIES';
  readonly message: string;
  readonly variantId: string;
  /** For SHORT_STOCK, up to the public limit. */
  readonly available: number | null;
  /** Units of the line. */
  readonly requested: number;
};

export type ReviewedLine = CartLine & {
  /** Of this variant in this cart. */
  readonly id: string;
  readonly sku: string;
  readonly title: string;
  /** Whether the product no longer has the variant. */
  readonly removed: boolean;
  readonly forSale: boolean;
  readonly categoryIds: readonly string[];
  readonly taxClass: string | null;
  readonly weightGrams: number | null;
  readonly isShipped: boolean;
  readonly unitPrice: Money;
  readonly lineTotal: Money;
  readonly problems: readonly CartProblem[];
};

export type ReviewedCart = {
  readonly lines: readonly ReviewedLine[];
  readonly subtotal: Money | null;
  readonly problems: readonly CartProblem[];
};

/** The projections of the variants of a cart, by variant id. */
export type CartFacts = {
  readonly variants: ReadonlyMap<string, CatalogueVariant>;
  /** Units for sale; without an entry before the first event about a variant. */
  readonly available: ReadonlyMap<string, number>;
};

/** Returns the cart at current prices, with everything that prevents ordering it as it is. */
export function reviewCart(cart: Cart, facts: CartFacts): ReviewedCart {
  const variants = cart.lines.map(({ variantId }) => variantOf(facts, variantId));
  const currency = variants.find(({ forSale }) => forSale)?.price.currency;
  const lines = cart.lines.map((line, index): ReviewedLine => {
    const variant = variants[index] ?? variantOf(facts, line.variantId);
    const { sku, title, removed, forSale, price: unitPrice } = variant;
    const { categoryIds, taxClass, weightGrams, isShipped } = variant;
    const lineTotal = times(unitPrice, line.quantity);
    const problems = problemsOf(line, variant, currency, facts.available.get(line.variantId));
    return {
      ...line,
      id: `${cart.id}:${line.variantId}`,
      sku,
      title,
      removed,
      forSale,
      categoryIds,
      taxClass,
      weightGrams,
      isShipped,
      unitPrice,
      lineTotal,
      problems,
    };
  });
  const totals = lines.filter(({ forSale }) => forSale).map((line) => line.lineTotal);
  const isSummable = totals.length > 0 && totals.every((total) => total.currency === currency);
  return {
    lines,
    subtotal: isSummable ? sum(totals) : null,
    problems: lines.flatMap(({ problems }) => problems),
  };
}

/** Lines refer to variants of the catalogue by a foreign key, and the catalogue deletes none. */
function variantOf({ variants }: CartFacts, variantId: string): CatalogueVariant {
  const variant = variants.get(variantId);
  if (!variant) throw new Error(`variant ${variantId} of a cart is not in the catalogue`);
  return variant;
}

function problemsOf(
  { variantId, quantity, unitPriceWhenAdded }: CartLine,
  { title, forSale, price }: CatalogueVariant,
  currency: string | undefined,
  available: number | undefined,
): CartProblem[] {
  const problem = (code: CartProblem['code'], message: string, units: number | null = null) => ({
    code,
    message,
    variantId,
    available: units,
    requested: quantity,
  });
  if (!forSale) return [problem('UNAVAILABLE', `${title} is not for sale at the moment.`)];
  const problems: CartProblem[] = [];
  if (!sameMoney(price, unitPriceWhenAdded)) {
    const change = `${formatMoney(price)} instead of ${formatMoney(unitPriceWhenAdded)}`;
    problems.push(problem('PRICE_CHANGED', `${title} now costs ${change}.`));
  }
  if (price.currency !== currency) {
    problems.push(problem('MIXED_CURRENCIES', `${title} is not priced in ${currency}.`));
  }
  if (available !== undefined && available < quantity) {
    const units = available <= publicQuantityLimit ? available : null;
    const few = units === null ? `Fewer than ${quantity}` : `Only ${units}`;
    const message = `${few} of ${title} can be ordered now.`;
    problems.push(problem('SHORT_STOCK', message, units));
  }
  return problems;
}
