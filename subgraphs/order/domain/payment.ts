import type { Money } from '@shop/domain';
import { sumOf } from './pricing/breakdown.ts';
import type { RefundReasonCode } from './reason-codes.ts';

export type PaymentStatus =
  | 'PENDING'
  | 'REQUIRES_ACTION'
  /** The bank holds the money for the shop, which captures it with the parcels. */
  | 'AUTHORISED'
  | 'CAPTURED'
  | 'FAILED'
  /** It was authorised, and released before anything was captured. */
  | 'VOIDED';

/** What the shop takes of an authorised payment. */
export type Capture = {
  readonly id: string;
  readonly status: 'PENDING' | 'SUCCEEDED' | 'FAILED';
  readonly minor: bigint;
  /** Whether what is left of the authorisation is released with it. */
  readonly isFinal: boolean;
  /** The parcel whose goods it pays for; null when the authorisation was about to expire. */
  readonly fulfilmentId: string | null;
  readonly failureCode: string | null;
  readonly createdAt: Date;
};

/** Until when an authorised payment can be captured, and whether more than once. */
export type Authorisation = { readonly expiresAt: Date; readonly captures: 'ONE' | 'MANY' };

export type Payment = {
  readonly id: string;
  readonly idempotencyKey: string;
  readonly status: PaymentStatus;
  readonly amount: Money;
  readonly failureCode: string | null;
  /** Where the customer confirms a payment that REQUIRES_ACTION. */
  readonly actionUrl: string | null;
  /** The gift card that pays it, with the end of its code; both null when the payment provider does. */
  readonly giftCardId: string | null;
  readonly giftCardLastFour: string | null;
  /** Null for a payment that is captured at once. */
  readonly authorisation: Authorisation | null;
  /** Of an authorised payment, oldest first. */
  readonly captures: readonly Capture[];
  readonly createdAt: Date;
};

/** Who requested a cancellation or refund: the customer or guest of the order, staff, or the shop by a rule. */
export type RequestedBy = 'CUSTOMER' | 'STAFF' | 'SYSTEM';

/** Units of a line that a refund pays back. */
export type RefundedLine = {
  readonly variantId: string;
  readonly quantity: number;
  /** In minor units. */
  readonly minor: bigint;
};

/** What a refund pays back, part by part. */
export type RefundParts = {
  readonly lines: readonly RefundedLine[];
  /** What the customer paid for shipping, in minor units; null when it is not refunded. */
  readonly shipping: bigint | null;
};

export type Refund = {
  readonly id: string;
  readonly paymentId: string;
  readonly status: 'PENDING' | 'SUCCEEDED' | 'FAILED';
  readonly amount: Money;
  readonly reason: string;
  /** Null when it was given in words only. */
  readonly reasonCode: RefundReasonCode | null;
  readonly failureCode: string | null;
  /** The user who requested it; null when the shop or a guest did. */
  readonly actorId: string | null;
  readonly requestedBy: RequestedBy;
  /** Null for an amount that belongs to no part. */
  readonly parts: RefundParts | null;
  /** Whether the money was authorised and is not captured any more, instead of being paid back. */
  readonly isRelease: boolean;
  readonly createdAt: Date;
};

/** After so many failed payments, the order is cancelled. */
export const maxPaymentAttempts = 5;

/** Who requested a change, and the user, where it was one. */
export type Request = Pick<Refund, 'actorId' | 'requestedBy'>;

export const bySystem: Request = { actorId: null, requestedBy: 'SYSTEM' };

/** Why money is paid back, and who requested it. */
export type RefundCause = Request & Pick<Refund, 'reason' | 'reasonCode'>;

/** Whether the provider has not reported a final outcome yet. */
export const isOpen = ({ status }: Payment): boolean =>
  status === 'PENDING' || status === 'REQUIRES_ACTION';

/** Whether the bank holds the money of an authorised payment no longer, and the shop has not captured all of it. */
export const hasLostAuthorisation = ({ authorisation, failureCode }: Payment): boolean =>
  authorisation !== null && failureCode !== null;

export const hasPendingCapture = ({ captures }: Payment): boolean =>
  captures.some(({ status }) => status === 'PENDING');

/** Whether the last attempt to pay has failed. */
export const hasNoAttemptsLeft = (payments: readonly Payment[]): boolean =>
  payments.filter(({ status }) => status === 'FAILED').length >= maxPaymentAttempts;

const sumOfCaptures = (captures: readonly Capture[]): bigint =>
  sumOf(captures.map(({ minor }) => minor));

/** Returns what was captured of a payment, refunded or not, in minor units. */
export const capturedOf = ({ status, amount, authorisation, captures }: Payment): bigint => {
  if (authorisation) return sumOfCaptures(captures.filter((one) => one.status === 'SUCCEEDED'));
  return status === 'CAPTURED' ? amount.minor : 0n;
};

/** Returns what is being captured of a payment, in minor units. */
export const pendingCapturesOf = ({ captures }: Payment): bigint =>
  sumOfCaptures(captures.filter(({ status }) => status === 'PENDING'));
