import { createHmac } from 'node:crypto';
import { hashOf, type IdempotencyKey, newIdempotencyKey, newSecret } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { assertGuestKey } from '../guest.ts';
import { type Cart, type CartKey, cartKeyOf, newCart } from './cart.ts';

type OpenedCart = {
  readonly key: CartKey;
  /** What is added when the cart does not exist; a cart with a token must exist. */
  readonly fresh: Cart | undefined;
  /** The token of a new guest cart. */
  readonly cartToken: string | null;
};

/**
 * Returns how the cart of a change is found: by its token, the viewer's, or a new guest cart. With an idempotency key, a
 * repeated request finds the cart that the first one has made. Refuses INVALID_VALUE for a short key of a guest.
 */
export function openCart(
  viewer: Viewer | undefined,
  token: string | null | undefined,
  now: Date,
  idempotencyKey?: string | null,
): OpenedCart {
  const existing = cartKeyOf(viewer, token);
  if (existing) {
    const fresh = token == null ? newCart(existing, now) : undefined;
    return { key: existing, fresh, cartToken: null };
  }
  const cartToken = idempotencyKey == null ? newSecret().secret : guestTokenOf(idempotencyKey);
  const key = { tokenHash: hashOf(cartToken) };
  return { key, fresh: newCart(key, now), cartToken };
}

/**
 * Returns the token of the cart that a guest's key makes: the same for a repeated request. The key opens the cart, as it
 * opens a guest's order, so it needs the same length.
 */
function guestTokenOf(idempotencyKey: string): string {
  assertGuestKey(idempotencyKey);
  return createHmac('sha256', 'cart token').update(idempotencyKey).digest('base64url');
}

/** Returns the key of a change as it is stored, which reveals no token; `undefined` for a request without one. */
export function cartChangeKey(
  operation: string,
  viewer: Viewer | undefined,
  key: CartKey,
  { idempotencyKey, ...request }: { readonly idempotencyKey?: string | null | undefined },
): IdempotencyKey | undefined {
  if (idempotencyKey == null) return undefined;
  const owner = viewer?.id ?? `guest:${'tokenHash' in key ? key.tokenHash : ''}`;
  return newIdempotencyKey(operation, owner, {
    ...request,
    idempotencyKey: hashOf(idempotencyKey),
  });
}
