import { type Money, newId } from '@shop/domain';
import { sumOf } from './pricing/breakdown.ts';
import { isOfNoPurchase, type RefundReasonCode } from './reason-codes.ts';

export type PaymentStatus = 'PENDING' | 'REQUIRES_ACTION' | 'CAPTURED' | 'FAILED';

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

/** Whether the last attempt to pay has failed. */
export const hasNoAttemptsLeft = (payments: readonly Payment[]): boolean =>
  payments.filter(({ status }) => status === 'FAILED').length >= maxPaymentAttempts;

const sumOfRefunds = (refunds: readonly Refund[]): bigint =>
  sumOf(refunds.map(({ amount }) => amount.minor));

/** Returns the money that was captured, refunded or not. */
export const paidOf = ({ payments, total }: Account): Money => ({
  minor: payments
    .filter(({ status }) => status === 'CAPTURED')
    .reduce((sum, { amount }) => sum + amount.minor, 0n),
  currency: total.currency,
});

/** Returns the money that was paid back. */
export const refundedOf = ({ refunds, total }: Account): Money => ({
  minor: sumOfRefunds(refunds.filter(({ status }) => status === 'SUCCEEDED')),
  currency: total.currency,
});

/** Whether a refund pays back money that has paid for nothing in the order as it is now, or is about to. */
const isUncounted = ({ status, reasonCode }: Refund): boolean =>
  status !== 'FAILED' && isOfNoPurchase(reasonCode);

/** Returns the money that counts for the total: what was captured, without what came late or was too much. */
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

/** Returns what was captured with a payment and has no refund that is pending or has succeeded. */
export const keptOf = (
  { id, status, amount }: Payment,
  { refunds }: Pick<Account, 'refunds'>,
): bigint =>
  status === 'CAPTURED'
    ? amount.minor -
      sumOfRefunds(refunds.filter((one) => one.paymentId === id && one.status !== 'FAILED'))
    : 0n;

/** Returns the money that was captured and has no refund that is pending or has succeeded. */
export const refundableOf = (account: Account): Money => ({
  minor: account.payments.reduce((sum, payment) => sum + keptOf(payment, account), 0n),
  currency: account.total.currency,
});

/** Who requested a change, and the user, where it was one. */
export type Request = Pick<Refund, 'actorId' | 'requestedBy'>;

export const bySystem: Request = { actorId: null, requestedBy: 'SYSTEM' };

/** Why money is paid back, and who requested it. */
export type RefundCause = Request & Pick<Refund, 'reason' | 'reasonCode'>;

/** Returns a pending refund of this amount of a payment, and of these parts of the order. */
export const newRefund = (
  paymentId: string,
  amount: Money,
  { reason, reasonCode, actorId, requestedBy }: RefundCause,
  now: Date,
  parts: RefundParts | null = null,
): Refund => ({
  ...{ id: newId(), paymentId, status: 'PENDING', amount, reason, actorId, requestedBy },
  ...{ reasonCode },
  ...{ parts, failureCode: null, createdAt: now },
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
  const refunds = order.payments.flatMap((payment) => {
    const kept = keptOf(payment, order);
    const part = kept < left ? kept : left;
    left -= part;
    const { currency } = payment.amount;
    return part > 0n ? [newRefund(payment.id, { minor: part, currency }, cause, now)] : [];
  });
  return refunds.length > 0 ? { ...order, refunds: [...order.refunds, ...refunds] } : order;
}
