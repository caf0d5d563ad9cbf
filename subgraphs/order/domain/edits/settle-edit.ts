import { moneyToMessage } from '@shop/domain';
import type { EventData } from '@shop/schema';
import { amountDueOf, paysFor } from '../account.ts';
import { withPaidStatus } from '../amount-due.ts';
import { type PaymentWindows, paymentDeadline } from '../confirm-order.ts';
import type { Seller } from '../documents/document.ts';
import { issueDocuments } from '../documents/issue-documents.ts';
import { type Order, type OrderEvent, orderEventData, orderLineMessages } from '../order.ts';
import { changeOf, type OrderChange, unchanged } from '../order-change.ts';
import type { Refund, RefundCause } from '../payment.ts';
import type { EventStores, OrderStore } from '../ports.ts';
import { sumOf } from '../pricing/breakdown.ts';
import { withExcessRefunded, withLostReleased } from '../refund-sources.ts';
import { type OrderEdit, withEdit, withEditRejected } from './edit.ts';
import { editEventData } from './edit-order.ts';

/** What settles edits. */
export type EditRules = { readonly windows: PaymentWindows; readonly seller: Seller };

/**
 * Applies an edit whose units are reserved. Documents that are due state the order as it was paid, so they are issued
 * before, under the lock of the order. An edit that is not pending any more stays as it is: its order was cancelled.
 */
export async function applyEdit(
  { orders, documents }: Pick<EventStores, 'orders' | 'documents'>,
  { orderId, editId }: Pick<EventData<'stock.edit_reserved.v1'>, 'orderId' | 'editId'>,
  { windows, seller }: EditRules,
): Promise<void> {
  await orders.update(orderId, unchanged);
  await issueDocuments(documents, seller, orderId);
  // The time under the lock: what was paid before is before the edit.
  await orders.update(orderId, decideApplication(editId, windows, new Date()));
}

/** Rejects an edit whose units are short. The order stays as it is. */
export const rejectEdit = (
  orders: OrderStore,
  { orderId, editId, shortLines }: EventData<'stock.edit_rejected.v1'>,
  now = new Date(),
): Promise<Order> =>
  orders.update(orderId, (order) => {
    const edit = pendingEdit(order, editId);
    if (!edit) return unchanged(order);
    const next = withEditRejected(order, now, shortLines);
    const data = { ...orderEventData(next), ...editEventData(edit), shortLines };
    return changeOf(order, next, [{ type: 'order.edit_rejected.v1', subject: order.id, data }]);
  });

const pendingEdit = ({ edits }: Order, editId: string): OrderEdit | undefined =>
  edits.find(({ id, status }) => id === editId && status === 'PENDING');

/**
 * Decides to give the order the lines and the total of an edit. What was paid too much is refunded. An unpaid order has its
 * whole payment window again; where enough was paid already, it is PAID.
 */
export const decideApplication =
  (editId: string, windows: PaymentWindows, now: Date) =>
  (order: Order): OrderChange => {
    const edit = pendingEdit(order, editId);
    if (!edit) return unchanged(order);
    const isUnpaid = order.status === 'CONFIRMED';
    const expiresAt = isUnpaid ? paymentDeadline(order, windows, now) : order.expiresAt;
    const cause = causeOf(edit);
    const refunded = withExcessRefunded({ ...order, ...edit.after, expiresAt }, cause, now);
    const edited = withLostReleased(order, refunded, cause, now);
    const refunds = edited.refunds.slice(order.refunds.length);
    const applied = withEdit(edited, {
      ...{ ...edit, status: 'APPLIED', decidedAt: now, wasPaid: !isUnpaid },
      refundIds: refunds.map(({ id }) => id),
    });
    const payment = order.payments.findLast((one) => paysFor(one, order));
    const { next, events } = payment
      ? withPaidStatus(applied, payment.id)
      : { next: applied, events: [] };
    const paidBack = refunded.refunds.slice(order.refunds.length);
    return changeOf(order, next, [editedEvent(next, edit, paidBack), ...events]);
  };

const causeOf = ({ reason, actorId }: OrderEdit): RefundCause => ({
  ...{ reason, reasonCode: 'ORDER_CHANGED', actorId, requestedBy: 'STAFF' },
});

const editedEvent = (order: Order, edit: OrderEdit, refunds: readonly Refund[]): OrderEvent => ({
  type: 'order.edited.v1',
  subject: order.id,
  data: {
    ...{ ...orderEventData(order), ...editEventData(edit) },
    linesBefore: orderLineMessages(edit.before.lines),
    totalBefore: moneyToMessage(edit.before.total),
    amountDue: moneyToMessage(amountDueOf(order)),
    amountRefunded: moneyToMessage({
      ...{
        currency: order.total.currency,
        minor: sumOf(refunds.map(({ amount }) => amount.minor)),
      },
    }),
    ...(order.expiresAt && { expiresAt: order.expiresAt.toISOString() }),
  },
});
