import type { Cart, CartKey } from './cart.ts';

export type CartStore = {
  find(key: CartKey): Promise<Cart | undefined>;
  ofCustomers(customerIds: readonly string[]): Promise<(Cart | undefined)[]>;
  /**
   * Decides under the row lock. When there is no such cart, decides about `fresh` and adds it;
   * `undefined` without one.
   */
  update(key: CartKey, decide: (cart: Cart) => Cart, fresh?: Cart): Promise<Cart | undefined>;
  /**
   * Decides about the user's own cart, `fresh` when there is none, under both locks, and deletes the
   * guest's. Without a guest's cart decides nothing: `undefined`.
   */
  merge(
    guest: CartKey,
    fresh: Cart & { readonly customerId: string },
    decide: (own: Cart, guest: Cart) => Cart,
  ): Promise<Cart | undefined>;
};

export type AvailabilityStore = {
  /** Units for sale by variant; `undefined` when no event has told yet. */
  byIds(variantIds: readonly string[]): Promise<(number | undefined)[]>;
  /** Takes over what an event says, unless a later one is known already. */
  learn(variantId: string, available: number, eventId: string): Promise<void>;
};
