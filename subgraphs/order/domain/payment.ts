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

export type Refund = {
  readonly id: string;
  readonly paymentId: string;
  readonly status: 'PENDING' | 'SUCCEEDED' | 'FAILED';
  readonly amount: Money;
  readonly reason: string;
  readonly failureCode: string | null;
  /** Who asked for it; null when the shop or a guest did. */
  readonly actorId: string | null;
  readonly createdAt: Date;
};

/** What an order keeps of its money. */
type Account = {
  readonly total: Money;
  readonly payments: readonly Payment[];
  readonly refunds: readonly Refund[];
};

/** Whether the provider has yet to say how the payment ends. */
export const isOpen = ({ status }: Payment): boolean =>
  status === 'PENDING' || status === 'REQUIRES_ACTION';

export const capturedPayment = ({ payments }: Pick<Account, 'payments'>): Payment | undefined =>
  payments.find(({ status }) => status === 'CAPTURED');

const totalOf = (refunds: readonly Refund[]): bigint =>
  refunds.reduce((total, { amount }) => total + amount.minor, 0n);

/** Money that was given back. */
export const refundedOf = ({ refunds, total }: Account): Money => ({
  minor: totalOf(refunds.filter(({ status }) => status === 'SUCCEEDED')),
  currency: total.currency,
});

/** Money that was taken and neither given back nor promised back. */
export const refundableOf = (account: Account): Money => ({
  minor:
    (capturedPayment(account)?.amount.minor ?? 0n) -
    totalOf(account.refunds.filter(({ status }) => status !== 'FAILED')),
  currency: account.total.currency,
});

/** Why money is given back, and who asked for that. */
export type RefundCause = { readonly reason: string; readonly actorId: string | null };

/** The refund of so much of the captured payment, to be sent to the provider. */
export const newRefund = (
  paymentId: string,
  amount: Money,
  { reason, actorId }: RefundCause,
  now: Date,
): Refund => ({
  ...{ id: newId(), paymentId, status: 'PENDING', amount, reason, actorId },
  ...{ failureCode: null, createdAt: now },
});

/** The order with a refund of all that is left of its payment; as it was when nothing is. */
export function owe<T extends Account>(order: T, cause: RefundCause, now: Date): T {
  const payment = capturedPayment(order);
  const amount = refundableOf(order);
  if (!payment || amount.minor <= 0n) return order;
  return { ...order, refunds: [...order.refunds, newRefund(payment.id, amount, cause, now)] };
}
