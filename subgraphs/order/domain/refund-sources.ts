import { type Money, newId } from '@shop/domain';
import {
  type Account,
  amountDueOf,
  capturableOf,
  excessOf,
  refundsOf,
  releasedOf,
  sumOfRefunds,
} from './account.ts';
import {
  capturedOf,
  hasLostAuthorisation,
  type Payment,
  pendingCapturesOf,
  type Refund,
  type RefundCause,
  type RefundParts,
} from './payment.ts';
import { sumOf } from './pricing/breakdown.ts';

/** Money of a payment that can be given back: released, or paid back. */
export type RefundSource = {
  readonly payment: Payment;
  readonly isRelease: boolean;
  readonly minor: bigint;
};

export const minorOfSources = (sources: readonly RefundSource[]): bigint =>
  sumOf(sources.map(({ minor }) => minor));

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

/**
 * Returns what is due again of payments whose authorisation was lost. A refund of it pays nothing back: what the customer does not
 * keep is not due any more.
 */
export function lostSourcesOf(account: Account): RefundSource[] {
  let due = amountDueOf(account).minor;
  return account.payments.filter(hasLostAuthorisation).flatMap((payment) => {
    const lost = payment.amount.minor - capturedOf(payment) - releasedOf(payment, account);
    const minor = lost < due ? lost : due;
    due -= minor;
    return minor > 0n ? [{ payment, isRelease: true, minor }] : [];
  });
}

/** Returns the money that was captured or authorised and has no refund that is pending or has succeeded. */
export const refundableOf = (account: Account): Money => ({
  minor: minorOfSources(refundSourcesOf(account)),
  currency: account.total.currency,
});

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
  const excess = excessOf(order);
  return excess > 0n ? withRefund(order, cause, now, { minor: excess, currency }) : order;
}

/**
 * Returns the order as it is after a change, without what it costs less where that is due again of a lost authorisation: a
 * refund of it pays nothing back.
 */
export function withLostReleased<T extends Account>(
  before: Account,
  after: T,
  cause: RefundCause,
  now: Date,
): T {
  const { minor: due, currency } = amountDueOf(after);
  const less = amountDueOf(before).minor - due;
  if (less <= 0n) return after;
  return withRefund(after, cause, now, { minor: less, currency }, lostSourcesOf(before));
}

/**
 * Returns the order with pending refunds of this amount, at most what its sources have, from the first source on; of everything
 * without an amount. Unchanged when nothing is refundable.
 */
export function withRefund<T extends Account>(
  order: T,
  cause: RefundCause,
  now: Date,
  amount?: Money,
  sources = refundSourcesOf(order),
): T {
  let left = amount?.minor ?? minorOfSources(sources);
  const refunds = sources.flatMap((source) => {
    const part = source.minor < left ? source.minor : left;
    left -= part;
    return part > 0n ? [newRefund(source, part, cause, now)] : [];
  });
  return refunds.length > 0 ? { ...order, refunds: [...order.refunds, ...refunds] } : order;
}
