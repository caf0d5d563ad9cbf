import { createHmac } from 'node:crypto';
import { hashOf, newSecret } from '@shop/domain';
import { hasScope, type Viewer } from '@shop/schema';
import { type Guest, type Order, orderNotFound } from './order.ts';

/** The viewer or a guest with the token of an order; neither when anonymous. */
export type Requester = {
  readonly viewer: Viewer | undefined;
  readonly orderToken?: string | null | undefined;
};

/** A guest's idempotency key opens the order, so it has room for 128 random bits (base64url). */
export const minGuestKeyLength = 22;

/**
 * Returns the token of an order, derived from its seed and the guest's idempotency key. A repeated request
 * gets the same token. Neither the database, which has only a hash of the key, nor the key alone reveals it.
 */
export const orderTokenOf = (seed: string, idempotencyKey: string): string =>
  createHmac('sha256', seed).update(idempotencyKey).digest('base64url');

/** Returns what a new order stores about its guest. */
export function newGuest(idempotencyKey: string): Guest {
  const tokenSeed = newSecret().secret;
  return { tokenSeed, tokenHash: hashOf(orderTokenOf(tokenSeed, idempotencyKey)) };
}

/** Whether the order is the requester's own. The `customerId` of a guest's order belongs to no user. */
export const isOwnedBy = (
  { customerId, guest }: Pick<Order, 'customerId' | 'guest'>,
  { viewer, orderToken }: Requester,
): boolean =>
  customerId === viewer?.id ||
  (guest !== null && orderToken != null && guest.tokenHash === hashOf(orderToken));

/** An order and, from a guest, the token that it was opened with. */
export type OpenedOrder = Order & { readonly orderToken?: string };

export const openedWith = (order: Order, token: string | null | undefined): OpenedOrder =>
  token ? { ...order, orderToken: token.trim() } : order;

/** Returns the owner of the requester's idempotency keys. */
export const idempotencyOwner = ({ viewer, orderToken }: Requester): string =>
  viewer?.id ?? `guest:${hashOf(orderToken ?? '')}`;

/** Refuses NOT_FOUND unless the requester owns the order or has `orders:write`. */
export function assertCanChange(order: Order, requester: Requester): void {
  if (!isOwnedBy(order, requester) && !hasScope(requester.viewer, 'orders:write')) {
    orderNotFound();
  }
}
