import { createHmac } from 'node:crypto';
import { hashOf, newSecret } from '@shop/domain';
import { hasScope, type Viewer } from '@shop/schema';
import { type Guest, noSuchOrder, type Order } from './order.ts';

/** Whoever asks for something: a person, a token of an order, both or neither. */
export type Asker = {
  readonly viewer: Viewer | undefined;
  readonly orderToken?: string | null | undefined;
};

/** A guest's key opens the order, so it has the room for 128 random bits (base64url). */
export const minGuestKeyLength = 22;

/**
 * The token of an order, from its seed and the guest's idempotency key: whoever repeats the request is
 * told it again. Neither the database (which has but a hash of the key) nor the key alone gives it away.
 */
export const tokenFrom = (seed: string, idempotencyKey: string): string =>
  createHmac('sha256', seed).update(idempotencyKey).digest('base64url');

/** What a new order keeps of its guest. */
export function newGuest(idempotencyKey: string): Guest {
  const tokenSeed = newSecret().secret;
  return { tokenSeed, tokenHash: hashOf(tokenFrom(tokenSeed, idempotencyKey)) };
}

/** Whether it is this asker's own order. A guest's has a `customerId` that is nobody's. */
export const isOwn = (
  { customerId, guest }: Pick<Order, 'customerId' | 'guest'>,
  { viewer, orderToken }: Asker,
): boolean =>
  customerId === viewer?.id ||
  (guest !== null && orderToken != null && guest.tokenHash === hashOf(orderToken));

/** Whose idempotency keys these are. Who has nothing at all owns no order, and uses up no key. */
export const keyOwner = ({ viewer, orderToken }: Asker): string =>
  viewer?.id ?? `guest:${hashOf(orderToken ?? '')}`;

/** Refuses orders of others, as if they did not exist, to all but those with `orders:write`. */
export function mayChange(order: Order, asker: Asker): void {
  if (!isOwn(order, asker) && !hasScope(asker.viewer, 'orders:write')) {
    noSuchOrder();
  }
}
