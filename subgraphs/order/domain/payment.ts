import { type Money, newId } from '@shop/domain';
import { sumOf } from './pricing/breakdown.ts';
import { isOfNoPurchase, type RefundReasonCode } from './reason-codes.ts';

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

/** The money of an order. */
export type Account = {
  readonly total: Money;
  readonly payments: readonly Payment[];
  readonly refunds: readonly Refund[];
};

/** Whether the provider has not reported a final outcome yet. */
export const isOpen = ({ status }: Payment): boolean =>
  status === 'PENDING' || status === 'REQUIRES_ACTION';

export const hasPendingCapture = ({ captures }: Payment): boolean =>
  captures.some(({ status }) => status === 'PENDING');

/** Whether the last attempt to pay has failed. */
export const hasNoAttemptsLeft = (payments: readonly Payment[]): boolean =>
  payments.filter(({ status }) => status === 'FAILED').length >= maxPaymentAttempts;

const sumOfRefunds = (refunds: readonly Refund[]): bigint =>
  sumOf(refunds.map(({ amount }) => amount.minor));

const sumOfCaptures = (captures: readonly Capture[]): bigint =>
  sumOf(captures.map(({ minor }) => minor));

/** Returns what was captured of a payment, refunded or not, in minor units. */
export const capturedOf = ({ status, amount, authorisation, captures }: Payment): bigint => {
  if (authorisation) return sumOfCaptures(captures.filter((one) => one.status === 'SUCCEEDED'));
  return status === 'CAPTURED' ? amount.minor : 0n;
};

type WithRefunds = Pick<Account, 'refunds'>;

/** Returns the refunds of a payment that are pending or have succeeded. */
const refundsOf = ({ id }: Payment, { refunds }: WithRefunds): Refund[] =>
  refunds.filter(({ paymentId, status }) => paymentId === id && status !== 'FAILED');

const releasedOf = (payment: Payment, account: WithRefunds): bigint =>
  sumOfRefunds(refundsOf(payment, account).filter(({ isRelease }) => isRelease));

const pendingCapturesOf = ({ captures }: Payment): bigint =>
  sumOfCaptures(captures.filter(({ status }) => status === 'PENDING'));

/** Returns what the shop can still capture of a payment, in minor units. */
export const capturableOf = (payment: Payment, account: WithRefunds): bigint =>
  payment.status === 'AUTHORISED'
    ? payment.amount.minor -
      capturedOf(payment) -
      pendingCapturesOf(payment) -
      releasedOf(payment, account)
    : 0n;

/** Returns what is captured of an order, or about to be, without what came late or was too much. In minor units. */
export const capturedForOrder = (account: Account): bigint =>
  sumOf(account.payments.map((payment) => capturedOf(payment) + pendingCapturesOf(payment))) -
  sumOfRefunds(account.refunds.filter((one) => !one.isRelease && isUncounted(one)));

/** Returns the money of a payment that is or was the shop's: captured, authorised, or released since. */
const heldOf = (payment: Payment, account: WithRefunds): bigint =>
  payment.status === 'AUTHORISED'
    ? payment.amount.minor
    : capturedOf(payment) + releasedOf(payment, account);

/** Returns the money that was captured or authorised, refunded or not. */
export const paidOf = (account: Account): Money => ({
  minor: sumOf(account.payments.map((payment) => heldOf(payment, account))),
  currency: account.total.currency,
});

/** Returns the money that was paid back. */
export const refundedOf = ({ refunds, total }: Account): Money => ({
  minor: sumOfRefunds(refunds.filter(({ status }) => status === 'SUCCEEDED')),
  currency: total.currency,
});

/** Whether a refund pays back money that has paid for nothing in the order as it is now, or is about to. */
const isUncounted = ({ status, reasonCode }: Refund): boolean =>
  status !== 'FAILED' && isOfNoPurchase(reasonCode);

/** Returns the money that counts for the total: captured or authorised, without what came late or was too much. */
export const securedOf = (account: Account): Money => ({
  minor: paidOf(account).minor - sumOfRefunds(account.refunds.filter(isUncounted)),
  currency: account.total.currency,
});

/** Returns what is left to pay. What was refunded for another reason is not due again. */
export const amountDueOf = (account: Account): Money => {
  const due = account.total.minor - securedOf(account).minor;
  return { minor: due > 0n ? due : 0n, currency: account.total.currency };
};

/** Whether all of a payment came when the order no longer waited for it. */
export const isLatePayment = (
  { id, amount }: Payment,
  { refunds }: Pick<Account, 'refunds'>,
): boolean => {
  const late = refunds.filter((one) => one.paymentId === id && one.reasonCode === 'LATE_PAYMENT');
  return late.length > 0 && sumOfRefunds(late) >= amount.minor;
};

/** Whether a payment pays for the order: its money is or was the shop's, and did not come too late. */
export const paysFor = (payment: Payment, account: WithRefunds): boolean =>
  !isOpen(payment) && payment.status !== 'FAILED' && !isLatePayment(payment, account);

/** Money of a payment that can be given back: released, or paid back. */
export type RefundSource = {
  readonly payment: Payment;
  readonly isRelease: boolean;
  readonly minor: bigint;
};

/** Payments of the provider come before gift cards: customers prefer their money to another gift card. */
const providerFirst = ({ payments }: Account): Payment[] => [
  ...payments.filter(({ giftCardId }) => giftCardId === null),
  ...payments.filter(({ giftCardId }) => giftCardId !== null),
];

/** Returns where refunds come from: of each payment what is not captured yet, and then what is. Gift cards come last. */
export const refundSourcesOf = (account: Account): RefundSource[] =>
  providerFirst(account).flatMap((payment) => {
    const paidBack = refundsOf(payment, account).filter(({ isRelease }) => !isRelease);
    const captured = capturedOf(payment) + pendingCapturesOf(payment);
    return [
      { payment, isRelease: true, minor: capturableOf(payment, account) },
      { payment, isRelease: false, minor: captured - sumOfRefunds(paidBack) },
    ].filter(({ minor }) => minor > 0n);
  });

/** Returns the money that was captured or authorised and has no refund that is pending or has succeeded. */
export const refundableOf = (account: Account): Money => ({
  minor: sumOf(refundSourcesOf(account).map(({ minor }) => minor)),
  currency: account.total.currency,
});

/** Who requested a change, and the user, where it was one. */
export type Request = Pick<Refund, 'actorId' | 'requestedBy'>;

export const bySystem: Request = { actorId: null, requestedBy: 'SYSTEM' };

/** Why money is paid back, and who requested it. */
export type RefundCause = Request & Pick<Refund, 'reason' | 'reasonCode'>;

/** Returns a pending refund of this amount of a payment, and of these parts of the order. */
export const newRefund = (
  { payment: { id: paymentId, amount }, isRelease }: Omit<RefundSource, 'minor'>,
  minor: bigint,
  { reason, reasonCode, actorId, requestedBy }: RefundCause,
  now: Date,
  parts: RefundParts | null = null,
): Refund => ({
  ...{ id: newId(), paymentId, status: 'PENDING', amount: { ...amount, minor } },
  ...{ reason, reasonCode, actorId, requestedBy },
  ...{ parts, isRelease, failureCode: null, createdAt: now },
});

/** Returns the order with pending refunds of what counts for its total and is more than it. */
export function withExcessRefunded<T extends Account>(order: T, cause: RefundCause, now: Date): T {
  const { currency } = order.total;
  const excess = securedOf(order).minor - order.total.minor;
  return excess > 0n ? withRefund(order, cause, now, { minor: excess, currency }) : order;
}

/**
 * Returns the order with pending refunds of this amount, at most what is refundable, of its payments from the
 * first on; of everything without an amount. Unchanged when nothing is refundable.
 */
export function withRefund<T extends Account>(
  order: T,
  cause: RefundCause,
  now: Date,
  { minor }: Money = refundableOf(order),
): T {
  let left = minor;
  const refunds = refundSourcesOf(order).flatMap((source) => {
    const part = source.minor < left ? source.minor : left;
    left -= part;
    return part > 0n ? [newRefund(source, part, cause, now)] : [];
  });
  return refunds.length > 0 ? { ...order, refunds: [...order.refunds, ...refunds] } : order;
}
