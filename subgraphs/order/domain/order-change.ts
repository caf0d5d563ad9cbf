import type { Change } from '@shop/domain';
import type { Order, OrderEvent, OrderStatus, OrderUpdated } from './order.ts';
import { type PaymentPoll, pollsOf } from './payment-polling.ts';
import type { Redemption } from './pricing/redemption.ts';
import { type NewOrderStep, stepsOf } from './timeline.ts';

/** A decision about an order, with everything that is saved in its transaction. */
export type OrderChange = Change<Order, OrderEvent | OrderUpdated> & {
  /** New steps of the timeline. */
  readonly steps: readonly NewOrderStep[];
  /** New poll times of payments that have changed. */
  readonly polls: readonly PaymentPoll[];
  /** Promotions that an edit adds to the order, with their limits. */
  readonly redeemed: readonly Redemption[];
  /** Whether the cart that was ordered gets its lines back, unless it was changed since. */
  readonly returnsCart: boolean;
};

/**
 * Returns the change from `before` to `next`; `before` is `undefined` for a new order. A change of the status adds
 * `order.updated.v1` to the events.
 */
export const changeOf = (
  before: Order | undefined,
  next: Order,
  events: readonly OrderEvent[] = [],
): OrderChange => ({
  next,
  events: [...events, ...statusChange(before, next)],
  steps: stepsOf(before, next, events),
  polls: pollsOf(before?.payments, next.payments),
  redeemed: [],
  returnsCart: events.some(endsUnbought),
});

function statusChange(before: Order | undefined, next: Order): OrderUpdated[] {
  if (!before) return [];
  const [from, to] = [publishedStatus(before.status), publishedStatus(next.status)];
  if (from === to) return [];
  const { id, number, customerId } = next;
  const version = before.version + 1;
  const data = { orderId: id, number, customerId, from, to, version };
  return [{ type: 'order.updated.v1', subject: id, data }];
}

/**
 * Returns the status in `order.updated.v1`, whose values are frozen: an order is PAID there until nothing is left to
 * ship. `order.fulfilment_shipped.v1` reports each parcel.
 */
export const publishedStatus = (status: OrderStatus) =>
  status === 'PARTIALLY_SHIPPED' ? 'PAID' : status;

/** Whether the shop ends an order that its buyer still wanted. */
const endsUnbought = (event: OrderEvent): boolean =>
  event.type === 'order.rejected.v1' ||
  (event.type === 'order.cancelled.v1' && event.data.cancelledBy === 'SYSTEM');

/** The decision to leave an order as it is. */
export const unchanged = (next: Order): OrderChange => ({
  ...{ next, events: [], steps: [], polls: [], redeemed: [] },
  returnsCart: false,
});
