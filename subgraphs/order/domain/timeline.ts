import { formatMoney, type Money, moneyFromMessage } from '@shop/domain';
import type { Order, OrderChange, OrderEvent } from './order.ts';
import type { Payment, Refund } from './payment.ts';

export type OrderStepKind =
  | 'PLACED'
  | 'CONFIRMED'
  | 'REJECTED'
  | 'PAYMENT_STARTED'
  | 'PAYMENT_ACTION_REQUIRED'
  | 'PAYMENT_FAILED'
  | 'PAYMENT_LATE'
  | 'PAID'
  | 'SHIPPED'
  | 'DELIVERED'
  | 'CANCELLED'
  | 'REFUND_REQUESTED'
  | 'REFUND_FAILED'
  | 'REFUNDED';

/** One thing that happened to an order. */
export type OrderStep = {
  readonly kind: OrderStepKind;
  /** Who did it, or asked for it; null when the shop did. */
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
      return noteOfMoney(moneyFromMessage(event.data.amount), event.data.reason);
    case 'order.shipped.v1':
      return [event.data.carrier, event.data.trackingNumber].filter(Boolean).join(' ') || null;
    default:
      return null;
  }
}

type Step = Pick<OrderStep, 'kind' | 'note' | 'actorId'>;

/**
 * What a change adds to the timeline: a step for each of its events, and for what payments and refunds
 * come to without one. Steps of a refund name who asked for it, whoever brings the news.
 */
export function stepsOf(
  before: Order | undefined,
  { next, events }: OrderChange,
  actorId: string | null,
): Step[] {
  const paid = events.some(({ type }) => type === 'order.paid.v1');
  return [
    ...changedOf(before?.payments, next.payments).flatMap(([was, now]) => {
      const kind = paymentStep(was, now, paid);
      return kind ? { kind, note: noteOfPayment(kind, now), actorId } : [];
    }),
    ...events.map((event) => ({
      kind: kinds[event.type],
      note: noteOf(event),
      actorId: event.type === 'order.refunded.v1' ? askerOf(next, event.data.refundId) : actorId,
    })),
    ...changedOf(before?.refunds, next.refunds).flatMap(([was, now]) => refundStep(was, now)),
  ];
}

/** What is new or another than before, with what it was. */
const changedOf = <T extends { readonly id: string }>(
  before: readonly T[] = [],
  now: readonly T[],
): [T | undefined, T][] =>
  now
    .filter((one) => !before.includes(one))
    .map((one) => [before.find(({ id }) => id === one.id), one]);

const askerOf = ({ refunds }: Order, refundId: string): string | null =>
  refunds.find(({ id }) => id === refundId)?.actorId ?? null;

function paymentStep(
  was: Payment | undefined,
  { status }: Payment,
  paid: boolean,
): OrderStepKind | undefined {
  if (!was) return 'PAYMENT_STARTED';
  if (status === was.status) return undefined;
  if (status === 'REQUIRES_ACTION') return 'PAYMENT_ACTION_REQUIRED';
  return status === 'CAPTURED' && !paid ? 'PAYMENT_LATE' : undefined;
}

const noteOfPayment = (kind: OrderStepKind, { amount }: Payment): string | null =>
  kind === 'PAYMENT_ACTION_REQUIRED' ? null : formatMoney(amount);

function refundStep(was: Refund | undefined, now: Refund): Step[] {
  const { amount, reason, failureCode, actorId } = now;
  if (!was) return [{ kind: 'REFUND_REQUESTED', note: noteOfMoney(amount, reason), actorId }];
  if (failureCode === null) return [];
  return [{ kind: 'REFUND_FAILED', note: noteOfMoney(amount, failureCode), actorId }];
}

const noteOfMoney = (amount: Money, more: string): string => `${formatMoney(amount)}: ${more}`;
