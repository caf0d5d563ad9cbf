import { type Money, Refusal } from '@shop/domain';
import type { OrderLine, ShortLine } from '../order-line.ts';
import type { Breakdown } from '../pricing/breakdown.ts';
import type { EditReasonCode } from '../reason-codes.ts';

/** So many edits an order can have. */
export const maxEdits = 20;

export const editStatuses = ['PENDING', 'APPLIED', 'REJECTED'] as const;

/** What an edit changes of an order. */
export type EditedParts = {
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  readonly pricing: Breakdown | null;
};

/** An edit of the lines of an order by staff. PENDING until inventory has moved the reservation, or has not. */
export type OrderEdit = {
  readonly id: string;
  readonly status: (typeof editStatuses)[number];
  /** The member of staff who has requested it. */
  readonly actorId: string;
  readonly reason: string;
  /** Null when the reason was given in words only. */
  readonly reasonCode: EditReasonCode | null;
  readonly before: EditedParts;
  readonly after: EditedParts;
  /** Whether the order was paid when the edit was applied: documents state what it cost. */
  readonly wasPaid: boolean;
  /** Refunds of what was paid too much, since the edit was applied. */
  readonly refundIds: readonly string[];
  /** Of a REJECTED edit; none when the order was cancelled. */
  readonly shortLines: readonly ShortLine[];
  readonly requestedAt: Date;
  /** Null while it is PENDING. */
  readonly decidedAt: Date | null;
};

type Edited = { readonly edits: readonly OrderEdit[] };

export const pendingEditOf = ({ edits }: Edited): OrderEdit | undefined =>
  edits.find(({ status }) => status === 'PENDING');

export const editInProgress = {
  code: 'ILLEGAL_TRANSITION',
  message: 'The order is being edited. Try again in a moment.',
} as const;

/** Refuses ILLEGAL_TRANSITION while inventory has not answered an edit: lines and total may change. */
export function assertNoPendingEdit(order: Edited): void {
  if (pendingEditOf(order)) throw new Refusal([editInProgress]);
}

/** Returns the order with its pending edit rejected; unchanged without one. */
export function withEditRejected<T extends Edited>(
  order: T,
  now: Date,
  shortLines: readonly ShortLine[] = [],
): T {
  const pending = pendingEditOf(order);
  return pending
    ? withEdit(order, { ...pending, status: 'REJECTED', shortLines, decidedAt: now })
    : order;
}

/** Returns the order with this edit instead of the one with its id. */
export const withEdit = <T extends Edited>(order: T, edit: OrderEdit): T => ({
  ...order,
  edits: order.edits.map((one) => (one.id === edit.id ? edit : one)),
});
