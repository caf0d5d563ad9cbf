import type { IdempotencyKey } from '@shop/domain';
import type { Cart, CartKey } from './cart.ts';

export type CartStore = {
  find(key: CartKey | { readonly id: string }): Promise<Cart | undefined>;
  ofCustomers(customerIds: readonly string[]): Promise<(Cart | undefined)[]>;
  /**
   * Decides under the row lock and saves the decision. When the cart does not exist, decides about `fresh`
   * and adds it; returns `undefined` without `fresh`. With an idempotency key that was used before, returns the cart as
   * it is now, without a decision. Refuses IDEMPOTENCY_CONFLICT.
   */
  update(
    key: CartKey,
    decide: (cart: Cart) => Cart,
    fresh?: Cart,
    once?: IdempotencyKey,
  ): Promise<Cart | undefined>;
  /**
   * Decides under both locks about the user's cart, `fresh` when it does not exist, and deletes the guest
   * cart. Returns `undefined` without a decision when the guest cart does not exist.
   */
  merge(
    guest: CartKey,
    fresh: Cart & { readonly customerId: string },
    decide: (own: Cart, guest: Cart) => Cart,
  ): Promise<Cart | undefined>;
};

/** The availability projection: the copy of the units for sale that carts are reviewed with. */
export type AvailabilityStore = {
  /** Returns the units for sale of each variant; `undefined` before the first event about it. */
  byIds(variantIds: readonly string[]): Promise<(number | undefined)[]>;
  /** Saves the units for sale unless they are known from a later event. */
  projectStock(variantId: string, available: number, eventId: string): Promise<void>;
};
