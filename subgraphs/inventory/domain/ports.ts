import type { IdempotencyKey, Page, PageRequest } from '@shop/domain';
import type { Reservation } from './reservation.ts';
import type { Stock, StockEvent } from './stock.ts';

/** A line of the ledger. For each variant onHand is the sum of `onHandDelta`. */
export type Movement = {
  readonly variantId: string;
  readonly kind: 'RECEIVE' | 'ADJUST' | 'RESERVE' | 'RELEASE' | 'SHIP' | 'RETURN' | 'EDIT';
  readonly onHandDelta: number;
  readonly reservedDelta: number;
  readonly reason: string;
  readonly orderId?: string;
  /** Units of the line of the order that were moved in the same way before; of an edit of the order, its number. */
  readonly unitsBefore?: number;
};

/** A movement in the ledger. */
export type LedgerLine = Movement & {
  /** Increases with time. */
  readonly id: string;
  /** The user who made the change. */
  readonly actorId?: string;
  readonly createdAt: Date;
};

/** A decision about some variants, with the reservation of an order when one causes it. */
export type StockChange = {
  readonly movements: readonly Movement[];
  readonly reservation?: Reservation;
  /** A new threshold of one variant. */
  readonly threshold?: { readonly variantId: string; readonly units: number };
  readonly events: readonly StockEvent[];
};

export type StockFilter = {
  /** Only stock at its threshold or below; with `false` only stock above. */
  readonly lowStock?: boolean | undefined;
  /** Only stock of removed variants; with `false` only of variants that their products have. */
  readonly removed?: boolean | undefined;
  /** Beginning of the SKU. */
  readonly sku?: string | undefined;
};
export type StockSort = 'SKU' | 'AVAILABLE';

/** A product whose variants are tracked. Its version increases with each change. */
export type TrackedProduct = {
  readonly productId: string;
  readonly version: number;
  readonly status: 'DRAFT' | 'ACTIVE' | 'ARCHIVED';
  readonly variants: readonly { readonly variantId: string; readonly sku: string }[];
};

export type StockStore = {
  /**
   * Adds the stock of a product's new variants at zero. A newer `version` changes the SKU of each known variant
   * and whether it is for sale; variants that it lacks are removed, and keep their units and their SKU.
   */
  track(product: TrackedProduct): Promise<void>;
  /**
   * Decides under the row locks of these variants, which are taken in SKU order to prevent deadlocks. Returns
   * false without a decision when the key was used before. Refuses IDEMPOTENCY_CONFLICT.
   */
  change(
    variantIds: readonly string[],
    decide: (stock: ReadonlyMap<string, Stock>) => StockChange,
    key?: IdempotencyKey,
  ): Promise<boolean>;
  /**
   * The same, after the lock of the order's reservation, so that messages of one order are handled in turn. The variants
   * of the reservation are locked too.
   */
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
  /** Returns one page of the ledger of each variant, newest first. */
  movements(ids: readonly string[], page: PageRequest): Promise<Page<LedgerLine>[]>;
  movementCounts(ids: readonly string[]): Promise<number[]>;
  reservations(orderIds: readonly string[]): Promise<(Reservation | undefined)[]>;
};

/** The changes that events cause. */
export type StockChanges = Pick<StockStore, 'track' | 'change' | 'changeFor'>;
