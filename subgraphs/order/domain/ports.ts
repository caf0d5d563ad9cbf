import type { IdempotencyKey, Money } from '@shop/domain';
import type { Fact } from '@shop/schema';
import type { Cart } from './cart/cart.ts';
import type { Order, OrderChange } from './order.ts';
import type { OrderStep } from './timeline.ts';

export type OrderStore = {
  nextNumber(): Promise<string>;
  /** The order this key made before. Refuses IDEMPOTENCY_CONFLICT when its input was another. */
  byKey(key: IdempotencyKey): Promise<Order | undefined>;
  /**
   * Saves a new order and the cart it was made from, which is the next version of what was read. When the
   * key has made an order meanwhile, answers that one instead and leaves the cart. Refuses VERSION_CONFLICT.
   */
  add(change: OrderChange, key: IdempotencyKey, emptied?: Cart): Promise<Order>;
  /** Decides under the row lock. Refuses NOT_FOUND; a key that was used meanwhile decides nothing. */
  update(id: string, decide: (order: Order) => OrderChange, key?: IdempotencyKey): Promise<Order>;
  byIds(ids: readonly string[]): Promise<(Order | undefined)[]>;
  /** The order that a payment belongs to. */
  byPayment(paymentId: string): Promise<Order | undefined>;
  /** What happened to each of these orders, oldest first. */
  timelines(ids: readonly string[]): Promise<OrderStep[][]>;
};

/** What time alone has made due, the longest due first, at most `limit` of each. */
export type DueOrders = {
  /** Payments whose time to be asked about has come. */
  paymentsToAsk(now: Date, limit: number): Promise<readonly string[]>;
  /** Notes when a payment is asked about next, if it still is; `null`: never. */
  askAgain(paymentId: string, at: Date | null): Promise<void>;
  /** Orders with refunds that the provider has not answered. */
  pendingRefunds(limit: number): Promise<readonly Order[]>;
  /** Orders whose time to pay is over. */
  expired(now: Date, limit: number): Promise<readonly Order[]>;
  /** PENDING orders that were placed before `before`. */
  pending(before: Date, limit: number): Promise<readonly Order[]>;
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

/** How a charge stands at the provider. */
export type ChargeResult =
  | { readonly status: 'CAPTURED' }
  | { readonly status: 'FAILED'; readonly code: string }
  /** The customer has to confirm at this address. */
  | { readonly status: 'REQUIRES_ACTION'; readonly actionUrl: string }
  /** Decided later. */
  | { readonly status: 'PENDING' };

export type RefundResult =
  | { readonly status: 'SUCCEEDED' }
  | { readonly status: 'FAILED'; readonly code: string };

/** The provider gave no answer: what was asked may have happened, or may yet. */
export class ProviderUnavailable extends Error {
  readonly code = 'PAYMENT_PROVIDER_UNAVAILABLE';
}

/** Whoever moves the money. Every call throws `ProviderUnavailable` when its outcome is unknown. */
export type PaymentProvider = {
  /** Takes the money, once per key however often it is called. */
  charge(request: {
    readonly key: string;
    readonly amount: Money;
    readonly token: string;
  }): Promise<ChargeResult>;
  /** How the charge with this key stands; `undefined` when it never arrived. */
  find(key: string): Promise<ChargeResult | undefined>;
  /** Calls off a charge that waits for its customer; answers, like `find`, how it stands then. */
  cancel(key: string): Promise<ChargeResult | undefined>;
  /** Gives money of a captured charge back, once per key. */
  refund(request: {
    readonly key: string;
    readonly chargeKey: string;
    readonly amount: Money;
  }): Promise<RefundResult>;
};
