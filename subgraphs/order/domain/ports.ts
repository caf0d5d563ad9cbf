import type { Money } from '@shop/domain';
import type { Fact } from '@shop/schema';
import type { Cart } from './cart/cart.ts';
import type { AvailabilityStore, CartStore } from './cart/ports.ts';
import type { DocumentStore } from './documents/ports.ts';
import type { GiftCardStore } from './gift-cards/ports.ts';
import type { GuestLink, Order } from './order.ts';
import type { OrderChange } from './order-change.ts';
import type { OrderKey } from './order-key.ts';
import type { OrderListStore } from './order-list.ts';
import type { OrderNoteStore } from './order-note.ts';
import type { Authorisation, Payment } from './payment.ts';
import type { PricingStore, PromotionUseStore } from './pricing/ports.ts';
import type { Redemption } from './pricing/redemption.ts';
import type { SavedPaymentMethods } from './saved-payment-methods.ts';
import type { OrderStep } from './timeline.ts';
import type { UnpaidOrders } from './unpaid-limit.ts';
import type { VoucherStore } from './vouchers/ports.ts';

/** What else is saved or judged with a new order. */
export type Placing = {
  /** The next version of the cart that the order was placed from. */
  readonly emptied?: Cart | undefined;
  /** Network of a guest; null when it is unknown, and for viewers. Stored while the order is unpaid. */
  readonly guestNetwork?: string | null;
  /** Judges the open unpaid orders of the same customer, under a lock. Throws its refusal. */
  readonly assertMayPlace?: ((unpaid: UnpaidOrders) => void) | undefined;
  /** The promotions that the order has. */
  readonly redemptions?: readonly Redemption[];
};

export type OrderStore = {
  /**
   * Returns the order that this key created or changed. Refuses IDEMPOTENCY_CONFLICT for another input, and
   * NOT_FOUND when the requester may not read the order any more.
   */
  byKey(key: OrderKey): Promise<Order | undefined>;
  /**
   * Saves the new order with this id, which `decide` makes of its number, and empties the cart it was placed from.
   * When the key has placed an order before, returns that order as `byKey` does, without a decision, and leaves the
   * cart. Refuses VERSION_CONFLICT when the cart has changed, and what `assertMayPlace` refuses.
   * Throws PromotionUsedUp when a limit of its promotions is reached, which concurrent orders count to.
   */
  add(
    id: string,
    decide: (number: string) => OrderChange,
    key: OrderKey,
    placing?: Placing,
  ): Promise<Order>;
  /**
   * Decides under the row lock and saves the decision. The uses of promotions follow in the same transaction: an order that
   * becomes rejected or cancelled gives them back, and an edit changes them. Throws PromotionUsedUp when a limit of those
   * that it adds is reached. With a key that was used before, returns the order as
   * `byKey` does, without a decision. Refuses NOT_FOUND, IDEMPOTENCY_CONFLICT.
   */
  update(id: string, decide: (order: Order) => OrderChange, key?: OrderKey): Promise<Order>;
  byIds(ids: readonly string[]): Promise<(Order | undefined)[]>;
  /** Returns the order that a payment belongs to. */
  byPayment(paymentId: string): Promise<Order | undefined>;
  /** Returns the steps of each of these orders, oldest first. */
  timelines(ids: readonly string[]): Promise<OrderStep[][]>;
};

/** The links to orders of guests. */
export type GuestLinkStore = {
  /** Returns the ids of orders that guests have placed with this e-mail address, oldest first. */
  ordersOf(email: string, limit: number): Promise<readonly string[]>;
  /**
   * Decides the link of a guest's order under its lock, and saves it with the event that sends it. The order and its
   * version stay unchanged. Does nothing unless a guest has ordered with this number and e-mail address.
   */
  issue(
    order: Pick<Order, 'number' | 'email'>,
    decide: (guest: { readonly id: string; readonly link: GuestLink }) => GuestLink,
  ): Promise<void>;
};

/** What is due by time alone, the longest due first, at most `limit` of each. */
export type DueOrders = {
  /** Returns the ids of payments whose next poll is due. */
  paymentsToPoll(now: Date, limit: number): Promise<readonly string[]>;
  /** Sets the time of the next poll, unless polling has ended. `null` ends it. */
  schedulePoll(paymentId: string, at: Date | null): Promise<void>;
  /** Returns orders with refunds that the provider has not answered. */
  pendingRefunds(limit: number): Promise<readonly Order[]>;
  /** Returns orders whose time to be paid is over. */
  expired(now: Date, limit: number): Promise<readonly Order[]>;
  /** Returns PENDING orders that were placed before `before`. */
  pending(before: Date, limit: number): Promise<readonly Order[]>;
};

/** A variant in the catalogue projection. */
export type CatalogueVariant = {
  readonly variantId: string;
  readonly productId: string;
  readonly sku: string;
  readonly title: string;
  readonly slug: string;
  readonly imageUrl: string | null;
  readonly price: Money;
  /** That its product is directly in. */
  readonly categoryIds: readonly string[];
  /** Null for the standard class. */
  readonly taxClass: string | null;
  /** Of one unit; null when it is unknown. */
  readonly weightGrams: number | null;
  /** Whether it is sent to the customer. */
  readonly isShipped: boolean;
  readonly forSale: boolean;
  /** Whether the product no longer has the variant. */
  readonly removed: boolean;
};

export type ProductData = Fact<'product.created.v1' | 'product.updated.v1'>['data'];

/** The catalogue projection: the copy of variants and prices that orders are priced from. */
export type CatalogueStore = {
  byIds(variantIds: readonly string[]): Promise<(CatalogueVariant | undefined)[]>;
  /** Saves a product unless the projection has a newer version of it. */
  projectProduct(product: ProductData): Promise<void>;
};

/** The stores that events change. */
export type EventStores = Pick<Stores, 'orders' | 'catalogue' | 'availability' | 'documents'>;

/** Every store of a request. */
export type Stores = {
  readonly orders: OrderStore;
  readonly lists: OrderListStore;
  readonly notes: OrderNoteStore;
  readonly documents: DocumentStore;
  readonly guestLinks: GuestLinkStore;
  readonly carts: CartStore;
  readonly catalogue: CatalogueStore;
  readonly availability: AvailabilityStore;
  readonly pricing: PricingStore;
  readonly vouchers: VoucherStore;
  readonly giftCards: GiftCardStore;
  readonly promotionUses: PromotionUseStore;
};

/** The state of a charge at the provider. */
export type ChargeResult =
  | { readonly status: 'CAPTURED' }
  /** The bank holds the money for the shop. */
  | ({ readonly status: 'AUTHORISED' } & Authorisation)
  | { readonly status: 'FAILED'; readonly code: string }
  /** The customer has to confirm at this URL. */
  | { readonly status: 'REQUIRES_ACTION'; readonly actionUrl: string }
  /** The provider decides later. */
  | { readonly status: 'PENDING' };

export type RefundResult =
  | { readonly status: 'SUCCEEDED' }
  | { readonly status: 'FAILED'; readonly code: string };

export type CaptureResult = RefundResult;

/** A dispute about a captured payment: the holder of the card wants the money back from the bank. */
export type Dispute = {
  readonly id: string;
  /** Open until the bank decides; won and lost by the shop. */
  readonly status: 'OPEN' | 'WON' | 'LOST';
  readonly amount: Money;
  /** A code of the provider, such as `product_not_received`. */
  readonly reason: string;
  /** Until when the shop may answer; null when it may not, or not any more. */
  readonly respondBy: Date | null;
};

/** The provider did not answer: the request may have had its effect, or may have it later. */
export class ProviderUnavailable extends Error {
  readonly code = 'PAYMENT_PROVIDER_UNAVAILABLE';
}

/** The service that moves money. Every call throws `ProviderUnavailable` when its outcome is unknown. */
export type PaymentProvider = {
  /** Charges the money, once per key however often it is called. */
  charge(request: {
    readonly key: string;
    readonly amount: Money;
    readonly token: string;
    /** The user who saves the method, once the money is authorised or captured. */
    readonly saveFor?: string | undefined;
    /** The user who has saved the method whose id `token` is. One that the user does not have is declined. */
    readonly savedBy?: string | undefined;
    /** Where the provider sends a customer who has confirmed or declined. */
    readonly returnUrl?: string | null;
    /** Whether the money is authorised, and captured later. A provider or method that cannot captures it at once. */
    readonly isCapturedLater?: boolean;
  }): Promise<ChargeResult>;
  /** Returns the state of the charge with this key; `undefined` when the provider does not know it. */
  find(key: string): Promise<ChargeResult | undefined>;
  /** Captures a part of an authorised charge, once per key; with `isFinal`, the rest of it is released. */
  capture(request: {
    readonly key: string;
    readonly chargeKey: string;
    readonly amount: Money;
    readonly isFinal: boolean;
  }): Promise<CaptureResult>;
  /** Releases what is authorised of a charge and not captured; does nothing when there is nothing left. */
  release(chargeKey: string): Promise<void>;
  /** Cancels a charge that waits for its customer. Returns its state, as `find` does. */
  cancel(key: string): Promise<ChargeResult | undefined>;
  /** Refunds money of a captured charge, once per key. */
  refund(request: {
    readonly key: string;
    readonly chargeKey: string;
    readonly amount: Money;
  }): Promise<RefundResult>;
};

/** A payment provider at which users save payment methods. */
export type SavingPaymentProvider = PaymentProvider & { readonly methods: SavedPaymentMethods };

/** What a verb that moves money needs. */
export type PaymentPorts = {
  readonly orders: OrderStore;
  /** The payment provider of the shop. */
  readonly payments: PaymentProvider;
  /** The provider that charges gift cards. */
  readonly giftCardPayments?: PaymentProvider | undefined;
};

/** Returns the provider that moves the money of a payment. */
export function providerOf(
  { payments, giftCardPayments }: Omit<PaymentPorts, 'orders'>,
  payment: Pick<Payment, 'giftCardId'>,
): PaymentProvider {
  if (payment.giftCardId === null) return payments;
  if (!giftCardPayments) throw new Error('a payment by gift card needs the provider of gift cards');
  return giftCardPayments;
}
