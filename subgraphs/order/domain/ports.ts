import type { Fact, IdempotencyKey, Money, Page, PageRequest } from '@shop/schema';
import type { Order, OrderEvent } from './order.ts';

/** A decision: the state to save and the events to say, together or not at all. */
export type Change<T, E> = { readonly next: T; readonly events: readonly E[] };

export type OrderStore = {
  nextNumber(): Promise<string>;
  /** The order this key made before. Refuses IDEMPOTENCY_CONFLICT when its input was another. */
  byKey(key: IdempotencyKey): Promise<Order | undefined>;
  /** Saves a new order; when the key has made one meanwhile, answers that one instead. */
  add(change: Change<Order, OrderEvent>, key: IdempotencyKey): Promise<Order>;
  /** Decides under the row lock. Refuses NOT_FOUND; a key that was used meanwhile decides nothing. */
  update(
    id: string,
    decide: (order: Order) => Change<Order, OrderEvent>,
    key?: IdempotencyKey,
  ): Promise<Order>;
  byIds(ids: readonly string[]): Promise<(Order | undefined)[]>;
  /** Orders of a customer, newest first. */
  ofCustomer(customerId: string, page: PageRequest): Promise<Page<Order>>;
  countOfCustomer(customerId: string): Promise<number>;
};

/** What this subgraph remembers of a variant, from the product events it heard. */
export type CatalogueVariant = {
  readonly variantId: string;
  readonly sku: string;
  readonly title: string;
  readonly price: Money;
  readonly forSale: boolean;
};

export type ProductMessage = Fact<'product.created.v1' | 'product.updated.v1'>['data'];

export type CatalogueStore = {
  byIds(variantIds: readonly string[]): Promise<(CatalogueVariant | undefined)[]>;
  /** Takes over a product unless a newer version is known already. */
  learn(product: ProductMessage): Promise<void>;
};

export type ChargeResult =
  | { readonly status: 'CAPTURED' }
  | { readonly status: 'FAILED'; readonly code: string };

export type PaymentProvider = {
  /** Takes the money, once per key however often it is called. */
  charge(request: {
    readonly key: string;
    readonly amount: Money;
    readonly token: string;
  }): Promise<ChargeResult>;
};
