import { formatMoney, moneyFromMessage } from '@shop/schema';
import type { OrderEvent } from './order.ts';

export type OrderStepKind =
  | 'PLACED'
  | 'CONFIRMED'
  | 'REJECTED'
  | 'PAYMENT_FAILED'
  | 'PAID'
  | 'SHIPPED'
  | 'DELIVERED'
  | 'CANCELLED'
  | 'REFUNDED';

/** One thing that happened to an order. */
export type OrderStep = {
  readonly kind: OrderStepKind;
  /** Who did it; null when the shop did. */
  readonly actorId: string | null;
  /** The same in every event, log line and mail that the step led to. */
  readonly correlationId: string;
  readonly note: string | null;
  readonly at: Date;
};

const kinds: Readonly<Record<OrderEvent['type'], OrderStepKind>> = {
  'order.created.v1': 'PLACED',
  'order.confirmed.v1': 'CONFIRMED',
  'order.rejected.v1': 'REJECTED',
  'payment.failed.v1': 'PAYMENT_FAILED',
  'order.paid.v1': 'PAID',
  'order.shipped.v1': 'SHIPPED',
  'order.delivered.v1': 'DELIVERED',
  'order.cancelled.v1': 'CANCELLED',
  'order.refunded.v1': 'REFUNDED',
};

function noteOf(event: OrderEvent): string | null {
  switch (event.type) {
    case 'order.cancelled.v1':
      return event.data.reason;
    case 'payment.failed.v1':
      return event.data.code;
    case 'order.refunded.v1':
      return `${formatMoney(moneyFromMessage(event.data.amount))}: ${event.data.reason}`;
    case 'order.shipped.v1':
      return [event.data.carrier, event.data.trackingNumber].filter(Boolean).join(' ') || null;
    default:
      return null;
  }
}

/** What an event adds to the timeline: nothing happens to an order without one. */
export const stepOf = (event: OrderEvent): Pick<OrderStep, 'kind' | 'note'> => ({
  kind: kinds[event.type],
  note: noteOf(event),
});
