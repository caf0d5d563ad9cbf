import type { Money } from '@shop/domain';
import { capturedOf, isOpen, type Payment, pendingCapturesOf, type Refund } from './payment.ts';
import { sumOf } from './pricing/breakdown.ts';
import { isOfNoPurchase } from './reason-codes.ts';

/** The money of an order. */
export type Account = {
  readonly total: Money;
  readonly payments: readonly Payment[];
  readonly refunds: readonly Refund[];
};

/** Returns the sum of refunds, in minor units. */
export const sumOfRefunds = (refunds: readonly Refund[]): bigint =>
  sumOf(refunds.map(({ amount }) => amount.minor));

type WithRefunds = Pick<Account, 'refunds'>;

/** Returns the refunds of a payment that are pending or have succeeded. */
export const refundsOf = ({ id }: Payment, { refunds }: WithRefunds): Refund[] =>
  refunds.filter(({ paymentId, status }) => paymentId === id && status !== 'FAILED');

/** Returns what was released of a payment, or is about to be, in minor units. */
export const releasedOf = (payment: Payment, account: WithRefunds): bigint =>
  sumOfRefunds(refundsOf(payment, account).filter(({ isRelease }) => isRelease));

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

/** Returns what counts for the total and is more than it, in minor units; 0 or less when nothing is. */
export const excessOf = (account: Account): bigint =>
  securedOf(account).minor - account.total.minor;

/** Returns what is left to pay. What was refunded for another reason is not due again. */
export const amountDueOf = (account: Account): Money => {
  const due = -excessOf(account);
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

/** Returns the order with a payment as it is after a change. */
export const withPayment = <T extends Account>(order: T, before: Payment, after: Payment): T => ({
  ...order,
  payments: order.payments.map((one) => (one === before ? after : one)),
});
