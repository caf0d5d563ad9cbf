import { createHmac, type KeyObject } from 'node:crypto';
import { constraint, hashOf, newSecret, refuse } from '@shop/domain';
import { hasScope, orderLinkSeal, sealToken, type Viewer } from '@shop/schema';
import { type Guest, type GuestLink, type Order, orderNotFound } from './order.ts';

/** The viewer or a guest with the token of an order; neither when anonymous. */
export type Requester = {
  readonly viewer: Viewer | undefined;
  readonly orderToken?: string | null | undefined;
};

/** A guest's idempotency key opens the order, so it has room for 128 random bits (base64url). */
const minGuestKeyLength = 22;

/** Refuses INVALID_VALUE for an idempotency key that a guest must not have. */
export function assertGuestKey(idempotencyKey: string): void {
  if (idempotencyKey.length >= minGuestKeyLength) return;
  const message = `The key of a guest must have at least ${minGuestKeyLength} characters.`;
  refuse('INVALID_VALUE', message, ['idempotencyKey'], constraint('TOO_SHORT', minGuestKeyLength));
}

/**
 * Returns the token of an order, derived from its seed and the guest's idempotency key. A repeated request
 * gets the same token. Neither the database, which has only a hash of the key, nor the key alone reveals it.
 */
export const orderTokenOf = (seed: string, idempotencyKey: string): string =>
  createHmac('sha256', seed).update(idempotencyKey).digest('base64url');

/** An order is usually delivered, and returned if need be, within 90 days. */
const linkLifetimeMs = 90 * 24 * 60 * 60_000;

/** Returns a new link to an order. Its token is stored as a hash and, for e-mails, encrypted. */
export function newGuestLink(key: KeyObject, orderId: string, now: Date): GuestLink {
  const { secret, hash } = newSecret();
  return {
    tokenHash: hash,
    sealedToken: sealToken(key, secret, orderLinkSeal(orderId)),
    expiresAt: endOf(now),
  };
}

const endOf = (now: Date) => new Date(now.getTime() + linkLifetimeMs);

/** Returns the link with the lifetime of a new one. */
export const extendedLink = (link: GuestLink, now: Date): GuestLink => ({
  ...link,
  expiresAt: endOf(now),
});

/** Returns what a new order stores about its guest. */
export function newGuest(
  key: KeyObject,
  { id, idempotencyKey }: { readonly id: string; readonly idempotencyKey: string },
  now: Date,
): Guest {
  const tokenSeed = newSecret().secret;
  return {
    tokenSeed,
    tokenHash: hashOf(orderTokenOf(tokenSeed, idempotencyKey)),
    link: newGuestLink(key, id, now),
  };
}

/** Whether a token opens a guest's order: the one that `placeOrder` returned, or that of the link in its e-mails. */
function opens({ tokenHash, link }: Guest, token: string, now: Date): boolean {
  const hash = hashOf(token);
  return hash === tokenHash || (hash === link.tokenHash && now < link.expiresAt);
}

/** Whether the order is the requester's own. The `customerId` of a guest's order belongs to no user. */
export const isOwnedBy = (
  { customerId, guest }: Pick<Order, 'customerId' | 'guest'>,
  { viewer, orderToken }: Requester,
  now = new Date(),
): boolean =>
  customerId === viewer?.id ||
  (guest !== null && orderToken != null && opens(guest, orderToken, now));

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
