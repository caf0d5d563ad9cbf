import { constraint, emptyAsAbsent, hashOf, type Money, newId, refuse } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';

export type CartLine = {
  readonly variantId: string;
  readonly quantity: number;
  /** Price of one unit when the line was added or last set. */
  readonly unitPriceWhenAdded: Money;
};

/** The owner of a cart: a user, or the guest who has its token. */
export type CartKey = { readonly customerId: string } | { readonly tokenHash: string };

export type Cart = {
  readonly id: string;
  readonly customerId: string | null;
  readonly tokenHash: string | null;
  readonly lines: readonly CartLine[];
  /** In the sequence in which they were entered, in their normal form. */
  readonly voucherCodes: readonly string[];
  /** Increases with each change. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export const maxLines = 50;
export const maxQuantity = 99;

/** The units of a line in an input. */
export const quantityField = (least = 1) =>
  z
    .number()
    .int()
    .min(least, `must be at least ${least}`)
    .max(maxQuantity, `must be at most ${maxQuantity}`);

/** The lines of an input. */
export const linesField = <Line extends z.ZodType>(line: Line) =>
  z.array(line).min(1, 'must not be empty').max(maxLines, `must have at most ${maxLines} entries`);

/** The lines of an input that name variants, each with at least `least` units. */
export const variantLinesField = (least = 1) =>
  linesField(z.object({ variantId: z.string(), quantity: quantityField(least) }));

/** The field `cartToken` of an input that requires it. */
export const cartTokenField = z.string().trim().max(100, 'must have at most 100 characters');

/** The field `cartToken` of an input. */
export const optionalCartTokenField = emptyAsAbsent(cartTokenField);

/** Returns the key of the guest cart with this token or, without one, of the viewer's cart. */
export function cartKeyOf(viewer: Viewer | undefined, token: string | null | undefined) {
  if (token != null) return { tokenHash: hashOf(token) };
  return viewer && { customerId: viewer.id };
}

export const newCart = (key: CartKey, now: Date): Cart => ({
  id: newId(),
  customerId: null,
  tokenHash: null,
  ...key,
  lines: [],
  voucherCodes: [],
  version: 1,
  createdAt: now,
  updatedAt: now,
});

/** Returns the next version of the cart, with these lines. Refuses LIMIT_REACHED at `field` of the input. */
export function withLines(
  cart: Cart,
  lines: readonly CartLine[],
  now: Date,
  field = 'lines',
): Cart {
  if (lines.length > maxLines) {
    const message = `A cart has at most ${maxLines} lines.`;
    refuse('LIMIT_REACHED', message, [field], constraint('TOO_MANY', maxLines));
  }
  return { ...cart, lines, version: cart.version + 1, updatedAt: now };
}

export const cartNotFound = (): never =>
  refuse('NOT_FOUND', 'There is no cart with this token.', ['cartToken']);
