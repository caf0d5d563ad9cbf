import { constraint, Refusal, type RefusalReason } from '@shop/domain';
import { inWords, type Order } from '../order.ts';
import { isOpen } from '../payment.ts';
import { editInProgress, maxEdits, pendingEditOf } from './edit.ts';

/** The statuses of an order that staff can edit: its stock is reserved, and nothing was shipped. */
const editable: readonly Order['status'][] = ['CONFIRMED', 'PAID'];

/** Refunds that the shop makes by itself, beside the price of the order. */
const ofShop: readonly unknown[] = ['LATE_PAYMENT', 'ORDER_CHANGED'];

const hasRefundOfStaff = ({ refunds }: Order): boolean =>
  refunds.some(({ status, reasonCode }) => status !== 'FAILED' && !ofShop.includes(reasonCode));

/** Returns why the order cannot be edited now; `undefined` when it can. */
function obstacleOf(order: Order): RefusalReason | undefined {
  if (!editable.includes(order.status)) {
    const message = `An order that is ${inWords(order.status)} cannot be edited.`;
    return { code: 'ILLEGAL_TRANSITION', message };
  }
  if (pendingEditOf(order)) return editInProgress;
  if (order.payments.some(isOpen)) {
    return { code: 'PAYMENT_IN_PROGRESS', message: 'A payment of this order is in progress.' };
  }
  if (hasRefundOfStaff(order)) {
    const message = 'An order of which staff have refunded money cannot be edited.';
    return { code: 'ILLEGAL_TRANSITION', message };
  }
  if (order.edits.length < maxEdits) return undefined;
  const message = `An order has at most ${maxEdits} edits.`;
  const details = constraint('TOO_MANY', maxEdits);
  return { code: 'LIMIT_REACHED', message, field: ['orderId'], details };
}

/** Whether staff can edit the order now. */
export const isEditable = (order: Order): boolean => obstacleOf(order) === undefined;

/** Refuses ILLEGAL_TRANSITION, PAYMENT_IN_PROGRESS and LIMIT_REACHED for an order that cannot be edited now. */
export function assertEditable(order: Order): void {
  const obstacle = obstacleOf(order);
  if (obstacle) throw new Refusal([obstacle]);
}
