import { breaks, reasonField } from '@shop/domain';
import { z } from 'zod';

/** Why customers and staff cancel an order, with the words that are stored when they give none. */
const requestedCancellations = {
  CHANGED_MIND: 'The customer has changed their mind.',
  ORDERED_BY_MISTAKE: 'The order was placed by mistake.',
  DELIVERY_TOO_SLOW: 'The delivery takes too long.',
  OUT_OF_STOCK: 'The goods are not available.',
  UNDELIVERABLE: 'The order cannot be delivered.',
  SUSPECTED_FRAUD: 'The order could not be verified.',
  OTHER: 'Another reason.',
} as const;

/** Why the shop cancels an order by itself. */
const shopCancellations = {
  NOT_PAID: 'The order was not paid in time.',
  NOT_RESERVED: 'The stock was not reserved in time.',
  PAYMENT_FAILED: 'The payment failed too many times.',
} as const;

/** Why staff refund an order. */
const requestedRefunds = {
  RETURNED: 'The goods were returned.',
  DAMAGED: 'The goods were damaged.',
  WRONG_ITEM: 'The wrong goods were sent.',
  NOT_RECEIVED: 'The goods were not received.',
  GOODWILL: 'A goodwill gesture.',
  OTHER: 'Another reason.',
} as const;

/** Why staff edit an order. */
const requestedEdits = {
  CUSTOMER_REQUEST: 'The customer wants something else.',
  ORDERED_BY_MISTAKE: 'The order was placed with mistakes.',
  OUT_OF_STOCK: 'Some of the goods are not available.',
  OTHER: 'Another reason.',
} as const;
export type EditReasonCode = keyof typeof requestedEdits;
export const editReasonCodes = Object.keys(requestedEdits) as EditReasonCode[];

export type CancellationReasonCode =
  | keyof typeof requestedCancellations
  | keyof typeof shopCancellations;

/** Reasons of refunds that pay back money that has bought nothing: it came late, or an edit has made the order cheaper. */
const reasonsWithoutPurchase = ['LATE_PAYMENT', 'ORDER_CHANGED'] as const;

/** Those that staff cannot state are refunds that the shop makes by itself. */
export type RefundReasonCode =
  | keyof typeof requestedRefunds
  | 'ORDER_CANCELLED'
  | (typeof reasonsWithoutPurchase)[number];

/** Whether a refund for this reason pays back money that has bought nothing in the order as it is now. */
export const isOfNoPurchase = (reasonCode: RefundReasonCode | null): boolean =>
  reasonsWithoutPurchase.some((one) => one === reasonCode);

/** Why a change was made: for programs, where the requester has stated it, and in words. */
export type Cause<Code extends string> = {
  readonly reason: string;
  readonly reasonCode: Code | null;
};

/** Returns the cause of a cancellation by the shop. */
export const causeOfShop = (
  reasonCode: keyof typeof shopCancellations,
): Cause<CancellationReasonCode> => ({ reason: shopCancellations[reasonCode], reasonCode });

const missing = {
  path: ['reason'],
  error: 'is required without `reasonCode`',
  ...breaks('REQUIRED'),
};

/** The field `reasonCode` of an input whose codes have these words; refuses the codes of the shop. */
const codeField = <Code extends string>(words: Readonly<Record<Code, string>>) =>
  z
    .string()
    .refine((code): code is Code => Object.hasOwn(words, code), {
      error: 'is a reason of the shop itself',
      ...breaks('NOT_ALLOWED'),
    })
    .nullish();

/** The fields of the reason of a cancellation. */
export const cancellationReason = {
  reason: reasonField.nullish(),
  reasonCode: codeField(requestedCancellations),
};

/** The fields of the reason of a refund. */
export const refundReason = {
  reason: reasonField.nullish(),
  reasonCode: codeField(requestedRefunds),
};

/** The fields of the reason of an edit. */
export const editReason = {
  reason: reasonField.nullish(),
  reasonCode: codeField(requestedEdits),
};

type Reason<Code extends string> = {
  readonly reason?: string | null | undefined;
  readonly reasonCode?: Code | null | undefined;
};

/** Whether an input has a reason; the check of both inputs. */
export const hasReason = [
  ({ reason, reasonCode }: Reason<string>) => reason != null || reasonCode != null,
  missing,
] as const;

function causeOf<Code extends string>(
  words: Readonly<Record<Code, string>>,
  { reason, reasonCode }: Reason<Code>,
): Cause<Code> {
  return {
    reason: reason ?? (reasonCode == null ? '' : words[reasonCode]),
    reasonCode: reasonCode ?? null,
  };
}

export const causeOfCancellation = (
  request: Reason<keyof typeof requestedCancellations>,
): Cause<CancellationReasonCode> => causeOf(requestedCancellations, request);

export const causeOfRefund = (
  request: Reason<keyof typeof requestedRefunds>,
): Cause<RefundReasonCode> => causeOf(requestedRefunds, request);

export const causeOfEdit = (request: Reason<EditReasonCode>): Cause<EditReasonCode> =>
  causeOf(requestedEdits, request);
