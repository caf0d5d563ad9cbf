import { assertVersion, constraint, publicQuantityLimit, publicUnits, refuse } from '@shop/domain';
import type { EventsOf } from '@shop/schema';

/** Stock of one variant. Always onHand >= reserved >= 0. */
export type Stock = {
  readonly variantId: string;
  readonly sku: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly lowStockThreshold: number;
  /** Whether the product of the variant is ACTIVE and has the variant. */
  readonly forSale: boolean;
  /** Whether the product no longer has the variant. */
  readonly removed: boolean;
  readonly version: number;
};

export type StockEvent = EventsOf<'inventory'>;

export const available = ({ onHand, reserved }: Pick<Stock, 'onHand' | 'reserved'>): number =>
  onHand - reserved;

/**
 * Returns the public availability: the exact number of units only up to the limit. A variant that is not for
 * sale cannot be bought, whatever its units.
 */
export function availabilityOf(stock: Stock) {
  const units = stock.forSale ? available(stock) : 0;
  const low = units <= stock.lowStockThreshold ? 'LOW_STOCK' : 'IN_STOCK';
  return {
    status: units === 0 ? ('OUT_OF_STOCK' as const) : (low as 'LOW_STOCK' | 'IN_STOCK'),
    quantity: units <= publicQuantityLimit ? units : null,
    units: publicUnits(units),
  };
}

/** Whether the available units are at the threshold or below. */
export const isLow = (stock: Stock): boolean => available(stock) <= stock.lowStockThreshold;

/** Returns the event of a change, and `stock.low` when the available units fell to the threshold. */
export const stockEvents = (before: Stock, after: Stock): StockEvent[] => {
  const { variantId, onHand, reserved } = after;
  const data = { variantId, onHand, reserved };
  return [{ type: 'stock.changed.v1', subject: variantId, data }, ...lowStockEvents(before, after)];
};

/**
 * Returns `stock.low` when the stock became low; nothing when it already was low, or for a removed variant,
 * which needs no more units.
 */
export function lowStockEvents(before: Stock, after: Stock): StockEvent[] {
  if (after.removed || isLow(before) || !isLow(after)) return [];
  const { variantId, sku, lowStockThreshold: threshold } = after;
  const data = { variantId, sku, available: available(after), threshold };
  return [{ type: 'stock.low.v1', subject: variantId, data }];
}

/** The maximum of units on hand of a variant, far below the database's integer. */
const maxOnHand = 10_000_000;

/** Refuses INVALID_VALUE when a variant would have more units than the maximum. */
export function assertMaxOnHand(onHand: number, field: string): void {
  if (onHand <= maxOnHand) return;
  refuse(
    'INVALID_VALUE',
    `A variant has at most ${maxOnHand} units on hand.`,
    [field],
    constraint('TOO_LARGE', maxOnHand),
  );
}

/** Returns the stock of a variant. Refuses UNKNOWN_VARIANT and VERSION_CONFLICT. */
export function findStock(
  stocks: ReadonlyMap<string, Stock>,
  variantId: string,
  expectedVersion?: number | null,
): Stock {
  const stock = stocks.get(variantId);
  if (!stock) return refuse('UNKNOWN_VARIANT', 'The variant does not exist.', ['variantId']);
  assertVersion(stock, expectedVersion);
  return stock;
}
