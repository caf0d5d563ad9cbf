import { hasScope, type Viewer } from '@shop/schema';
import { amountDueOf } from './account.ts';
import { canBePaid } from './amount-due.ts';
import { isEditable } from './edits/assert-editable.ts';
import { pendingEditOf } from './edits/edit.ts';
import { isDelivered } from './fulfilment.ts';
import { isOwnedBy, type OpenedOrder } from './guest.ts';
import { canMove } from './order.ts';
import { isOpen } from './payment.ts';
import { refundableOf } from './refund-sources.ts';
import { type Return, returnTransitions } from './returns/return.ts';
import { isReturnPeriodOver, type ReturnPeriod } from './returns/return-period.ts';
import { unitsToReturn } from './returns/returned-units.ts';

export type ReturnAction = 'APPROVE' | 'REFUSE' | 'RECEIVE' | 'CANCEL';
export type OrderAction =
  | 'PAY'
  | 'CANCEL'
  | 'SHIP'
  | 'MARK_DELIVERED'
  | 'REFUND'
  | 'REQUEST_RETURN'
  | 'EDIT';

/** Whether the order is the requester's own, with the token that opened it, and whether they change orders as staff. */
const rightsOf = (order: OpenedOrder, viewer: Viewer | undefined) => ({
  own: isOwnedBy(order, { viewer, orderToken: order.orderToken }),
  staff: hasScope(viewer, 'orders:write'),
});

const allowedOf = <Action>(actions: readonly (readonly [Action, boolean])[]): Action[] =>
  actions.filter(([, allowed]) => allowed).map(([action]) => action);

/**
 * Returns what the requester, with the token that opened the order, can do with it now: the buttons that a
 * page shows.
 */
export function allowedActions(
  order: OpenedOrder,
  viewer: Viewer | undefined,
  returnPeriod: ReturnPeriod,
): OrderAction[] {
  const { own, staff } = rightsOf(order, viewer);
  const isPartlyShipped = order.status === 'PARTIALLY_SHIPPED';
  const canReturn = order.lines.some((line) => unitsToReturn(order, line) > 0);
  const isInTime = !isReturnPeriodOver(order, returnPeriod, new Date());
  const hasMoney = refundableOf(order).minor > 0n;
  const isPaid = amountDueOf(order).minor === 0n && (hasMoney || order.total.minor === 0n);
  const isStill = pendingEditOf(order) === undefined;
  return allowedOf<OrderAction>([
    ['PAY', own && canBePaid(order) && isStill && !order.payments.some(isOpen)],
    ['CANCEL', ((own || staff) && canMove(order, 'CANCELLED')) || (staff && isPartlyShipped)],
    ['SHIP', staff && canMove(order, 'SHIPPED') && isPaid && isStill],
    ['MARK_DELIVERED', staff && !order.fulfilments.every(isDelivered)],
    ['REFUND', staff && hasMoney && isStill],
    ['EDIT', staff && isEditable(order)],
    ['REQUEST_RETURN', canReturn && ((own && isInTime) || staff)],
  ]);
}

/** Returns what the requester, with the token that opened the order, can do with one of its returns now. */
export function allowedReturnActions(
  order: OpenedOrder,
  { status }: Return,
  viewer: Viewer | undefined,
): ReturnAction[] {
  const { own, staff } = rightsOf(order, viewer);
  const next = returnTransitions[status];
  return allowedOf<ReturnAction>([
    ['APPROVE', staff && next.includes('APPROVED')],
    ['REFUSE', staff && next.includes('REFUSED')],
    ['RECEIVE', staff && next.includes('RECEIVED')],
    ['CANCEL', (own || staff) && next.includes('CANCELLED')],
  ]);
}
