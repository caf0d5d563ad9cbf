import type { RequestedBy } from '../payment.ts';

/** Why customers return goods. */
export const returnReasonCodes = [
  'CHANGED_MIND',
  'TOO_SMALL',
  'TOO_LARGE',
  'DAMAGED',
  'DEFECTIVE',
  'WRONG_ITEM',
  'NOT_AS_DESCRIBED',
  'ARRIVED_LATE',
  'OTHER',
] as const;
export type ReturnReasonCode = (typeof returnReasonCodes)[number];

export const returnStatuses = [
  'REQUESTED',
  'APPROVED',
  'REFUSED',
  'CANCELLED',
  'RECEIVED',
] as const;
export type ReturnStatus = (typeof returnStatuses)[number];

/** Units of a line that the customer sends back, and what became of those that were received. */
export type ReturnLine = {
  readonly variantId: string;
  readonly quantity: number;
  readonly reasonCode: ReturnReasonCode;
  /** Units that can be sold again. */
  readonly restocked: number;
  /** Units that cannot. */
  readonly writtenOff: number;
};

/** Goods of an order that its customer sends back. */
export type Return = {
  readonly id: string;
  readonly status: ReturnStatus;
  readonly lines: readonly ReturnLine[];
  readonly requestedBy: RequestedBy;
  /** In the words of the requester. */
  readonly comment: string | null;
  /** How to send the goods back, in the words of staff. */
  readonly instructions: string | null;
  /** Why staff have refused it. */
  readonly refusalReason: string | null;
  /** The refunds of the received units. */
  readonly refundIds: readonly string[];
  readonly requestedAt: Date;
  readonly updatedAt: Date;
};

/** The statuses that may follow each status. */
export const returnTransitions: Readonly<Record<ReturnStatus, readonly ReturnStatus[]>> = {
  REQUESTED: ['APPROVED', 'REFUSED', 'CANCELLED'],
  APPROVED: ['RECEIVED', 'REFUSED', 'CANCELLED'],
  REFUSED: [],
  CANCELLED: [],
  RECEIVED: [],
};

/** Whether it is not final. */
export const isOpenReturn = ({ status }: Return): boolean => returnTransitions[status].length > 0;

/** Returns the units of a line that were received. */
export const receivedUnits = ({ restocked, writtenOff }: ReturnLine): number =>
  restocked + writtenOff;
