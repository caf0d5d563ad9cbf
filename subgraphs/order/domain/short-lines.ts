import type { Order, ShortLine } from './order.ts';

/** A short line with what the line of the order says about its variant. */
export type DescribedShortLine = ShortLine & { readonly sku: string; readonly title: string };

/** Returns the short lines of an order, as they were ordered. */
export const describeShortLines = ({
  lines,
  shortLines,
}: Pick<Order, 'lines' | 'shortLines'>): DescribedShortLine[] =>
  shortLines.flatMap((short) =>
    lines
      .filter(({ variantId }) => variantId === short.variantId)
      .map(({ sku, title }) => ({ ...short, sku, title })),
  );
