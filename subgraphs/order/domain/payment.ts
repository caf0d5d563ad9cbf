import { type Money, newId } from '@shop/domain';

export type PaymentStatus = 'PENDING' | 'REQUIRES_ACTION' | 'CAPTURED' | 'FAILED';

export type Payment = {
  readonly id: string;
  readonly idempotencyKey: string;
  readonly status: PaymentStatus;
  readonly amount: Money;
  readonly failureCode: string | null;
  /** Where the customer confirms a payment that REQUIRES_ACTION. */
  readonly actionUrl: string | null;
  readonly createdAt: Date;
};

/** Who requested a cancellation or refund: the customer or guest of the order, staff, or the shop by a rule. */
export type RequestedBy = 'CUSTOMER' | 'STAFF' | 'SYSTEM';

export type Refund = {
  readonly id: string;
  readonly paymentId: string;
  readonly status: 'PENDING' | 'SUCCEEDED' | 'FAILED';
  readonly amount: Money;
  readonly reason: string;
  readonly failureCode: string | null;
  /** The user who requested it; null when the shop or a guest did. */
  readonly actorId: string | null;
  readonly requestedBy: RequestedBy;
  readonly createdAt: Date;
};

/** The money of an order. */
type Account = {
  readonly total: Money;
  readonly payments: readonly Payment[];
  readonly refunds: readonly Refund[];
};

/** Whether the provider has not reported a final outcome yet. */
export const isOpen = ({ status }: Payment): boolean =>
  status === 'PENDING' || status === 'REQUIRES_ACTION';

export const capturedPayment = ({ payments }: Pick<Account, 'payments'>): Payment | undefined =>
  payments.find(({ status }) => status === 'CAPTURED');

const totalOf = (refunds: readonly Refund[]): bigint =>
  refunds.reduce((total, { amount }) => total + amount.minor, 0n);

/** Returns the money that was paid back. */
export const refundedOf = ({ refunds, total }: Account): Money => ({
  minor: totalOf(refunds.filter(({ status }) => status === 'SUCCEEDED')),
  currency: total.currency,
});

/** Returns the money that was captured and has no refund that is pending or has succeeded. */
export const refundableOf = (account: Account): Money => ({
  minor:
    (capturedPayment(account)?.amount.minor ?? 0n) -
    totalOf(account.refunds.filter(({ status }) => status !== 'FAILED')),
  currency: account.total.currency,
});

/** Who requested a change, and the user, where it was one. */
export type Request = Pick<Refund, 'actorId' | 'requestedBy'>;

export const bySystem: Request = { actorId: null, requestedBy: 'SYSTEM' };

/** Why money is paid back, and who requested it. */
export type RefundCause = Request & Pick<Refund, 'reason'>;

/** Returns a pending refund of this amount of a payment. */
export const newRefund = (
  paymentId: string,
  amount: Money,
  { reason, actorId, requestedBy }: RefundCause,
  now: Date,
): Refund => ({
  ...{ id: newId(), paymentId, status: 'PENDING', amount, reason, actorId, requestedBy },
  ...{ failureCode: null, createdAt: now },
});

/** Returns the order with a pending refund of everything that is refundable; unchanged when nothing is. */
export function withRefundDue<T extends Account>(order: T, cause: RefundCause, now: Date): T {
  const payment = capturedPayment(order);
  const amount = refundableOf(order);
  if (!payment || amount.minor <= 0n) return order;
  return { ...order, refunds: [...order.refunds, newRefund(payment.id, amount, cause, now)] };
}
