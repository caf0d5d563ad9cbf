import { randomUUID } from 'node:crypto';

/** Kinds of requesters, in the order of the columns below. `owner` owns the objects of the operations. */
export const requesters = [
  'anonymous',
  'owner',
  'customer',
  'staff',
  'admin',
  'suspended',
] as const;
export type RequesterKind = (typeof requesters)[number];

/** Ids of the objects that operations read or change. Each cell has a new order and a new account. */
export type ObjectIds = {
  readonly ownerId: string;
  readonly orderId: string;
  readonly productId: string;
  readonly variantId: string;
  /** An account that no other test uses. */
  readonly otherUserId: string;
};

/**
 * The result for a requester: `ok`; `null`; the code of a top-level error; or, after a colon, the code of
 * the first of `userErrors`.
 */
export type Outcome = string;

export type Row = {
  /** `Query.me` */
  readonly field: string;
  /** The selection of the field, with its arguments. */
  readonly select: (ids: ObjectIds) => string;
  /** Whether the requester has to sign in again afterwards. */
  readonly endsSession?: true;
  readonly expected: Readonly<Record<RequesterKind, Outcome>>;
};

export const outcomes = (...list: readonly Outcome[]): Row['expected'] =>
  Object.fromEntries(requesters.map((kind, n) => [kind, list[n] ?? ''])) as Row['expected'];

export const unauthenticated = 'UNAUTHENTICATED';
export const forbidden = 'FORBIDDEN';
export const errors = '{ userErrors { code } }';
export const text = (value: string) => JSON.stringify(value);
export const address =
  'address: { recipient: "N", line1: "A 1", city: "B", postalCode: "1", country: "DE" }';
export const key = () => text(randomUUID());

export const everyone = outcomes('ok', 'ok', 'ok', 'ok', 'ok', unauthenticated);
export const authenticated = outcomes(unauthenticated, 'ok', 'ok', 'ok', 'ok', unauthenticated);
export const staff = outcomes(unauthenticated, forbidden, forbidden, 'ok', 'ok', unauthenticated);
/** Staff may use the field; the mutation is refused, because the object or its state does not allow it. */
export const staffRefused = (code: string) =>
  outcomes(unauthenticated, forbidden, forbidden, code, code, unauthenticated);
export const admin = outcomes(
  unauthenticated,
  forbidden,
  forbidden,
  forbidden,
  'ok',
  unauthenticated,
);
/** The object belongs to another user. */
export const notOwned = outcomes(
  unauthenticated,
  ...Array.from({ length: 4 }, () => ':NOT_FOUND'),
  unauthenticated,
);
/** Refused for everyone alike; a request with a revoked access token is rejected before. */
export const everyoneRefused = (code: string) =>
  outcomes(...Array.from({ length: 5 }, () => code), unauthenticated);
