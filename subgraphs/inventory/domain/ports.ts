import type { IdempotencyKey } from '@shop/schema';
import type { Reservation } from './reservation.ts';
import type { Stock, StockEvent } from './stock.ts';

/** A line of the ledger. For each variant onHand is the sum of `onHandDelta`. */
export type Movement = {
  readonly variantId: string;
  readonly kind: 'RECEIVE' | 'RESERVE' | 'RELEASE';
  readonly onHandDelta: number;
  readonly reservedDelta: number;
  readonly reason: string;
  readonly orderId?: string;
};

/** A decision about some variants and, when an order is behind it, its reservation. */
export type StockChange = {
  readonly movements: readonly Movement[];
  readonly reservation?: Reservation;
  readonly events: readonly StockEvent[];
};

export type StockStore = {
  /** Starts to keep stock of a variant at zero; a known variant takes the newer SKU. */
  track(variants: readonly { readonly variantId: string; readonly sku: string }[]): Promise<void>;
  /** Decides under the row locks of these variants, taken in SKU order so that two never deadlock. */
  change(
    variantIds: readonly string[],
    decide: (stock: ReadonlyMap<string, Stock>) => StockChange,
    key?: IdempotencyKey,
  ): Promise<void>;
  /** The same, after the lock of the order's reservation, so that two messages of it never cross. */
  changeFor(
    orderId: string,
    variantIds: readonly string[],
    decide: (
      stock: ReadonlyMap<string, Stock>,
      reservation: Reservation | undefined,
    ) => StockChange,
  ): Promise<void>;
  byVariantIds(ids: readonly string[]): Promise<(Stock | undefined)[]>;
  reservations(orderIds: readonly string[]): Promise<(Reservation | undefined)[]>;
};
