import type { StockChanges } from './ports.ts';
import { stockEvents } from './stock.ts';

/** Publishes the stock of variants again, for every copy of it. Nothing else changes. */
export const republishStock = (
  stock: StockChanges,
  variantIds: readonly string[],
): Promise<boolean> =>
  stock.change(variantIds, (stocks) => ({
    movements: [],
    // Equal before and after: no `stock.low`.
    events: [...stocks.values()].flatMap((one) => stockEvents(one, one)),
  }));
