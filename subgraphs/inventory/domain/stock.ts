import type { Fact } from '@shop/schema';

/** Stock of one variant. Always onHand >= reserved >= 0. */
export type Stock = {
  readonly variantId: string;
  readonly sku: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly lowStockThreshold: number;
  readonly version: number;
};

export type StockEvent = Fact<
  'stock.reserved.v1' | 'stock.rejected.v1' | 'stock.released.v1' | 'stock.changed.v1'
>;

export const available = ({ onHand, reserved }: Pick<Stock, 'onHand' | 'reserved'>): number =>
  onHand - reserved;

/** Up to this many units anybody may know the exact number. */
const publicQuantityLimit = 10;

/** What anybody may know of the stock. */
export function availabilityOf(stock: Stock) {
  const units = available(stock);
  const low = units <= stock.lowStockThreshold ? 'LOW_STOCK' : 'IN_STOCK';
  return {
    status: units === 0 ? ('OUT_OF_STOCK' as const) : (low as 'LOW_STOCK' | 'IN_STOCK'),
    quantity: units <= publicQuantityLimit ? units : null,
  };
}

export const stockChanged = ({ variantId, onHand, reserved }: Stock): StockEvent => ({
  type: 'stock.changed.v1',
  subject: variantId,
  data: { variantId, onHand, reserved },
});
