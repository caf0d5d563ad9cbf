import type { IdempotencyKey, Page, PageRequest } from '@shop/domain';
import type { Reservation } from './reservation.ts';
import type { Stock, StockEvent } from './stock.ts';

/** A line of the ledger. For each variant onHand is the sum of `onHandDelta`. */
export type Movement = {
  readonly variantId: string;
  readonly kind: 'RECEIVE' | 'ADJUST' | 'RESERVE' | 'RELEASE' | 'SHIP';
  readonly onHandDelta: number;
  readonly reservedDelta: number;
  readonly reason: string;
  readonly orderId?: string;
};

/** A movement as it stands in the ledger. */
export type LedgerLine = Movement & {
  /** Grows with time. */
  readonly id: string;
  /** Who asked for it. */
  readonly actorId?: string;
  readonly createdAt: Date;
};

/** A decision about some variants and, when an order is behind it, its reservation. */
export type StockChange = {
  readonly movements: readonly Movement[];
  readonly reservation?: Reservation;
  /** A new threshold of one variant. */
  readonly threshold?: { readonly variantId: string; readonly units: number };
  readonly events: readonly StockEvent[];
};

export type StockFilter = {
  /** Only what is at its threshold or below; with `false` only what is above. */
  readonly lowStock?: boolean | undefined;
  /** What the SKU begins with. */
  readonly sku?: string | undefined;
};
export type StockSort = 'SKU' | 'AVAILABLE';

/** What stock has to know of a product: its version grows with each change. */
export type TrackedProduct = {
  readonly version: number;
  readonly variants: readonly { readonly variantId: string; readonly sku: string }[];
};

export type StockStore = {
  /** Starts to keep stock of a product's variants at zero; a known one takes the SKU of a newer `version`. */
  track(product: TrackedProduct): Promise<void>;
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
  page(filter: StockFilter, sort: StockSort, page: PageRequest): Promise<Page<Stock>>;
  count(filter: StockFilter): Promise<number>;
  /** The same page of the ledger of each variant, newest first. */
  movements(ids: readonly string[], page: PageRequest): Promise<Page<LedgerLine>[]>;
  movementCounts(ids: readonly string[]): Promise<number[]>;
  reservations(orderIds: readonly string[]): Promise<(Reservation | undefined)[]>;
};
