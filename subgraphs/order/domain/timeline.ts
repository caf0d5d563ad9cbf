import { formatMoney, type Money, moneyFromMessage } from '@shop/domain';
import { changedItems } from './changed-items.ts';
import type { OrderEdit } from './edits/edit.ts';
import { failureMessage, refundFailureMessage } from './failure-messages.ts';
import type { Order, OrderEvent } from './order.ts';
import type { Payment, Refund } from './payment.ts';
import type { ReturnStatus } from './returns/return.ts';
import {
  editDetails,
  eventDetails,
  type OrderStepDetails,
  paymentDetails,
  refundDetails,
} from './step-details.ts';

export type OrderStepKind =
  | 'PLACED'
  | 'CONFIRMED'
  | 'REJECTED'
  | 'PAYMENT_STARTED'
  | 'PAYMENT_ACTION_REQUIRED'
  | 'PAYMENT_FAILED'
  | 'PAYMENT_AUTHORISED'
  | 'PAYMENT_RECEIVED'
  | 'PAYMENT_CAPTURED'
  | 'PAYMENT_LATE'
  | 'PAID'
  | 'CLAIMED'
  | 'SHIPPED'
  | 'DELIVERED'
  | 'CANCELLED'
  | 'UNITS_CANCELLED'
  | 'REFUND_REQUESTED'
  | 'REFUND_FAILED'
  | 'REFUNDED'
  | `RETURN_${ReturnStatus}`
  | 'EDIT_REQUESTED'
  | 'EDITED'
  | 'EDIT_REJECTED'
  | 'DISPUTED'
  | 'DISPUTE_WON'
  | 'DISPUTE_LOST';

/** One thing that happened to an order. */
export type OrderStep = {
  readonly kind: OrderStepKind;
  /** The user who did or requested it; null when the shop or a guest did. */
  readonly actorId: string | null;
  /** The same in every event, log line and e-mail that the step caused. */
  readonly correlationId: string;
  readonly note: string | null;
  /** The data of the note; null when it has none. */
  readonly details: OrderStepDetails | null;
  readonly at: Date;
};

/** The step of each event; null where other events of the same change have theirs. */
const kinds: Readonly<
  Record<
    Exclude<
      OrderEvent['type'],
      'payment.captured.v1' | 'payment.disputed.v1' | 'order.return_updated.v1'
    >,
    OrderStepKind | null
  >
> = {
  'order.created.v1': 'PLACED',
  'order.confirmed.v1': 'CONFIRMED',
  'order.rejected.v1': 'REJECTED',
  'payment.failed.v1': 'PAYMENT_FAILED',
  'payment.authorised.v1': 'PAYMENT_AUTHORISED',
  'order.paid.v1': 'PAID',
  'order.claimed.v1': 'CLAIMED',
  'order.fulfilment_shipped.v1': 'SHIPPED',
  'order.fulfilment_delivered.v1': 'DELIVERED',
  'order.units_cancelled.v1': 'UNITS_CANCELLED',
  'order.shipped.v1': null,
  'order.delivered.v1': null,
  'order.edit_requested.v1': null,
  'order.edited.v1': null,
  'order.edit_rejected.v1': null,
  'order.payment_lost.v1': null,
  'order.cancelled.v1': 'CANCELLED',
  'order.refunded.v1': 'REFUNDED',
};

function noteOf(event: OrderEvent): string | null {
  switch (event.type) {
    case 'order.cancelled.v1':
    case 'order.units_cancelled.v1':
      return event.data.reason;
    case 'payment.failed.v1':
      return failureMessage(event.data.code);
    case 'payment.authorised.v1':
    case 'payment.captured.v1':
      return formatMoney(moneyFromMessage(event.data.amount));
    case 'order.return_updated.v1':
      return event.data.status === 'REFUSED' ? (event.data.refusalReason ?? null) : null;
    case 'payment.disputed.v1':
    case 'order.refunded.v1':
      return noteOfMoney(moneyFromMessage(event.data.amount), event.data.reason);
    case 'order.fulfilment_shipped.v1':
    case 'order.fulfilment_delivered.v1':
      return [event.data.carrier, event.data.trackingNumber].filter(Boolean).join(' ') || null;
    default:
      return null;
  }
}

/** A step to save. Without an `actorId`, the actor is that of the request. */
export type NewOrderStep = Pick<OrderStep, 'kind' | 'note' | 'details'> &
  Partial<Pick<OrderStep, 'actorId'>>;

/**
 * Returns what a change adds to the timeline: a step for each event, and one for each payment and refund
 * that changes without an event. The actor of a refund is who requested it, whatever completes it.
 */
export function stepsOf(
  before: Order | undefined,
  next: Order,
  events: readonly OrderEvent[],
): NewOrderStep[] {
  const isCounted = events.some(({ type }) => countingEvents.includes(type));
  return [
    ...changedItems(before?.payments, next.payments).flatMap(([earlier, payment]) => {
      const kind = paymentStep(earlier, payment, isCounted);
      const details = paymentDetails(payment);
      return kind ? [{ kind, note: noteOfPayment(kind, payment), details }] : [];
    }),
    ...changedItems(before?.edits, next.edits).map(([, edit]) => editStep(edit)),
    ...events.flatMap((event) => eventStep(next, event)),
    ...changedItems(before?.refunds, next.refunds).flatMap(([earlier, refund]) =>
      refundStep(earlier, refund),
    ),
  ];
}

/** The events of a payment that pays for the order. */
const countingEvents: readonly OrderEvent['type'][] = [
  'order.paid.v1',
  'payment.authorised.v1',
  'payment.captured.v1',
];

const disputeKinds = { OPEN: 'DISPUTED', WON: 'DISPUTE_WON', LOST: 'DISPUTE_LOST' } as const;

function kindOf(event: OrderEvent, { payments }: Order): OrderStepKind | null {
  if (event.type === 'payment.captured.v1') {
    // What was authorised before is the same money.
    const payment = payments.find(({ id }) => id === event.data.paymentId);
    return payment?.authorisation ? 'PAYMENT_CAPTURED' : 'PAYMENT_RECEIVED';
  }
  if (event.type === 'payment.disputed.v1') return disputeKinds[event.data.status];
  if (event.type === 'order.return_updated.v1') return `RETURN_${event.data.status}`;
  return kinds[event.type];
}

function eventStep(order: Order, event: OrderEvent): NewOrderStep[] {
  const kind = kindOf(event, order);
  if (kind === null) return [];
  const step = { kind, note: noteOf(event), details: eventDetails(event) };
  if (event.type !== 'order.refunded.v1') return [step];
  const refund = order.refunds.find(({ id }) => id === event.data.refundId);
  return refund ? [{ ...step, details: refundDetails(refund), actorId: refund.actorId }] : [step];
}

function paymentStep(
  earlier: Payment | undefined,
  { status }: Payment,
  isCounted: boolean,
): OrderStepKind | undefined {
  if (!earlier) return 'PAYMENT_STARTED';
  if (status === earlier.status) return undefined;
  if (status === 'REQUIRES_ACTION') return 'PAYMENT_ACTION_REQUIRED';
  // An authorised payment ends without a step of its own: its captures and releases have theirs.
  const isSecured =
    earlier.status !== 'AUTHORISED' && (status === 'CAPTURED' || status === 'AUTHORISED');
  return isSecured && !isCounted ? 'PAYMENT_LATE' : undefined;
}

const editKinds = {
  PENDING: 'EDIT_REQUESTED',
  APPLIED: 'EDITED',
  REJECTED: 'EDIT_REJECTED',
} as const;

/** The actor of an edit is who requested it, whatever completes it. */
function editStep(edit: OrderEdit): NewOrderStep {
  const { status, actorId, reason, before, after } = edit;
  const totals = `${formatMoney(before.total)} -> ${formatMoney(after.total)}`;
  return {
    kind: editKinds[status],
    note: `${totals}: ${reason}`,
    details: editDetails(edit),
    actorId,
  };
}

const noteOfPayment = (kind: OrderStepKind, { amount }: Payment): string | null =>
  kind === 'PAYMENT_ACTION_REQUIRED' ? null : formatMoney(amount);

function refundStep(earlier: Refund | undefined, refund: Refund): NewOrderStep[] {
  const { amount, reason, failureCode, actorId } = refund;
  const details = refundDetails(refund);
  if (!earlier) {
    return [{ kind: 'REFUND_REQUESTED', note: noteOfMoney(amount, reason), details, actorId }];
  }
  if (failureCode === null) return [];
  return [
    {
      kind: 'REFUND_FAILED',
      note: noteOfMoney(amount, refundFailureMessage(failureCode)),
      details,
      actorId,
    },
  ];
}

const noteOfMoney = (amount: Money, reason: string): string => `${formatMoney(amount)}: ${reason}`;
