/** What a rule takes off a part of an order. */
export type AppliedDiscount = {
  /** Code of the promotion. */
  readonly code: string;
  readonly name: string;
  /** The voucher code that gives the promotion; absent of an automatic one. */
  readonly voucherCode?: string;
  readonly minor: bigint;
};

/** A tax on a part of an order. */
export type AppliedTax = {
  readonly name: string;
  /** Millionths: 190000 is 19 %. */
  readonly rate: number;
  readonly minor: bigint;
};

/** A line or the shipping of an order, in minor units of the currency of the order. */
export type PricedPart = {
  /** Before discounts. With the taxes that it includes. */
  readonly subtotal: bigint;
  readonly discounts: readonly AppliedDiscount[];
  readonly taxes: readonly AppliedTax[];
  /** The included taxes that an exempt customer does not pay. */
  readonly exempted: bigint;
  /** What the customer pays for the part. */
  readonly total: bigint;
};

export type PricedLine = PricedPart & { readonly variantId: string };

/** Shipping by a method. */
export type PricedShipping = PricedPart & { readonly method: string; readonly name: string };

/** What an order costs, with everything that it consists of. The totals of lines and shipping sum to its total. */
export type Breakdown = {
  readonly currency: string;
  /** Whether subtotals include taxes. */
  readonly taxesIncluded: boolean;
  readonly lines: readonly PricedLine[];
  /** Null when nothing is shipped, or no method is chosen. */
  readonly shipping: PricedShipping | null;
};

export const sumOf = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((sum, amount) => sum + amount, 0n);

export const partsOf = ({ lines, shipping }: Breakdown): readonly PricedPart[] =>
  shipping ? [...lines, shipping] : lines;

/** Returns the price of all lines before discounts. */
export const subtotalOf = ({ lines }: Breakdown): bigint =>
  sumOf(lines.map(({ subtotal }) => subtotal));

/** Returns what the customer pays. */
export const payableOf = (breakdown: Breakdown): bigint =>
  sumOf(partsOf(breakdown).map(({ total }) => total));

export const exemptedOf = (breakdown: Breakdown): bigint =>
  sumOf(partsOf(breakdown).map(({ exempted }) => exempted));

/** Returns the discounts of all parts, one for each promotion. */
export const discountsOf = (breakdown: Breakdown): AppliedDiscount[] =>
  summed(
    partsOf(breakdown).flatMap(({ discounts }) => discounts),
    ({ code }) => code,
  );

/** Returns the taxes of all parts, one for each name and rate. */
export const taxesOf = (breakdown: Breakdown): AppliedTax[] =>
  sumTaxes(partsOf(breakdown).flatMap(({ taxes }) => taxes));

/** Returns taxes with the same name and rate as one. */
export const sumTaxes = (taxes: readonly AppliedTax[]): AppliedTax[] =>
  summed(taxes, ({ name, rate }) => `${rate} ${name}`);

/** Sums what has the same key. The result has the sequence of the keys, whatever that of the items. */
function summed<T extends { readonly minor: bigint }>(
  items: readonly T[],
  keyOf: (item: T) => string,
): T[] {
  const sums = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    const before = sums.get(key);
    sums.set(key, before ? { ...before, minor: before.minor + item.minor } : item);
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}
