import { hashOf, type Money, newId, refuse } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';

export type CartLine = {
  readonly variantId: string;
  readonly quantity: number;
  /** Price of one when the line was added or last set. */
  readonly unitPriceWhenAdded: Money;
};

/** Whose cart it is: a user's, or that of whoever has the token. */
export type CartKey = { readonly customerId: string } | { readonly tokenHash: string };

export type Cart = {
  readonly id: string;
  readonly customerId: string | null;
  readonly tokenHash: string | null;
  readonly lines: readonly CartLine[];
  /** Grows with each change. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export const maxLines = 50;
export const maxQuantity = 99;

/** The field `cartToken` of an input. */
export const cartTokenField = z.string().max(100, 'must have at most 100 characters');

/** Which cart is meant: the guest's with this token or, without one, the caller's own, if anybody's. */
export function keyOf(viewer: Viewer | undefined, token: string | null | undefined) {
  if (token != null) return { tokenHash: hashOf(token) };
  return viewer && { customerId: viewer.id };
}

export const newCart = (key: CartKey, now: Date): Cart => ({
  id: newId(),
  customerId: null,
  tokenHash: null,
  ...key,
  lines: [],
  version: 1,
  createdAt: now,
  updatedAt: now,
});

/** The cart with other lines, one version later. Refuses LIMIT_REACHED; `field` of the input has too many. */
export function withLines(
  cart: Cart,
  lines: readonly CartLine[],
  now: Date,
  field = 'lines',
): Cart {
  if (lines.length > maxLines) {
    refuse('LIMIT_REACHED', `A cart has at most ${maxLines} lines.`, [field]);
  }
  return { ...cart, lines, version: cart.version + 1, updatedAt: now };
}

export const noSuchCart = (): never =>
  refuse('NOT_FOUND', 'There is no cart with this token.', ['cartToken']);
