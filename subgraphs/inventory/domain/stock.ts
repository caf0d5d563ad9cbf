import { expectVersion, publicQuantityLimit, refuse } from '@shop/domain';
import type { EventsOf } from '@shop/schema';

/** Stock of one variant. Always onHand >= reserved >= 0. */
export type Stock = {
  readonly variantId: string;
  readonly sku: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly lowStockThreshold: number;
  readonly version: number;
};

export type StockEvent = EventsOf<'inventory'>;

export const available = ({ onHand, reserved }: Pick<Stock, 'onHand' | 'reserved'>): number =>
  onHand - reserved;

/** What anybody may know of the stock. */
export function availabilityOf(stock: Stock) {
  const units = available(stock);
  const low = units <= stock.lowStockThreshold ? 'LOW_STOCK' : 'IN_STOCK';
  return {
    status: units === 0 ? ('OUT_OF_STOCK' as const) : (low as 'LOW_STOCK' | 'IN_STOCK'),
    quantity: units <= publicQuantityLimit ? units : null,
  };
}

/** Units for sale are at the threshold or below. */
export const isLow = (stock: Stock): boolean => available(stock) <= stock.lowStockThreshold;

/** The figures after a change, and `stock.low` when the units for sale fell to the threshold with it. */
export const stockChanged = (before: Stock, after: Stock): StockEvent[] => {
  const { variantId, onHand, reserved } = after;
  const data = { variantId, onHand, reserved };
  return [{ type: 'stock.changed.v1', subject: variantId, data }, ...fellLow(before, after)];
};

/** `stock.low`, said on the way down only: what was low before has been told of already. */
export function fellLow(before: Stock, after: Stock): StockEvent[] {
  if (isLow(before) || !isLow(after)) return [];
  const { variantId, sku, lowStockThreshold: threshold } = after;
  const data = { variantId, sku, available: available(after), threshold };
  return [{ type: 'stock.low.v1', subject: variantId, data }];
}

/** A variant holds no more units than this, far below the database's integer. */
export const maxOnHand = 10_000_000;

/** The stock to change. Refuses UNKNOWN_VARIANT and VERSION_CONFLICT. */
export function wanted(
  stocks: ReadonlyMap<string, Stock>,
  variantId: string,
  expectedVersion?: number | null,
): Stock {
  const stock = stocks.get(variantId);
  if (!stock) return refuse('UNKNOWN_VARIANT', 'There is no such variant.', ['variantId']);
  expectVersion(stock, expectedVersion);
  return stock;
}
