// A shipped version is frozen: it may gain an optional field and nothing else. For every other change add the
// next version beside it (`order.paid.v2`) with its example in `examples/`, publish both until every subscriber
// has moved to the new one, then run `npm run events:docs` and `npm run events:release`.

import { emailSyntax } from '@shop/domain';
import { z } from 'zod';
import { money, quantity, shortLine } from './values.ts';

const line = z.object({
  variantId: z.uuid(),
  sku: z.string(),
  title: z.string(),
  quantity,
  unitPrice: money,
});

const discount = z.object({
  code: z.string(),
  name: z.string(),
  // The code that gave it; absent of an automatic promotion.
  voucherCode: z.string().optional(),
  amount: money,
});
/** The rate in percent, as a decimal string. */
const percent = z.string().regex(/^\d{1,3}(?:\.\d{1,4})?$/);
const tax = z.object({ name: z.string(), percent, amount: money });
const part = z.object({
  subtotal: money,
  discounts: z.array(discount),
  taxes: z.array(tax),
  total: money,
});

/** What the total consists of. The totals of the lines and of shipping sum to it. */
const pricing = z.object({
  taxesIncluded: z.boolean(),
  subtotal: money,
  discounts: z.array(discount),
  taxes: z.array(tax),
  // Included taxes that a tax-exempt customer does not pay.
  taxExemption: money.optional(),
  shipping: part.extend({ method: z.string(), name: z.string() }).optional(),
  lines: z.array(part.extend({ variantId: z.uuid() })),
});

const order = z.object({
  orderId: z.uuid(),
  number: z.string(),
  customerId: z.uuid(),
  email: emailSyntax,
  // What the customer pays.
  total: money,
  // Absent when the total is the sum of the lines.
  pricing: pricing.optional(),
  lines: z.array(line).min(1),
  // Of a guest's order: the token of the link in its e-mails, encrypted as in sealed-token.ts.
  sealedToken: z.string().min(1).optional(),
});

/** An id or a code of a payment provider. */
const code = z.string().regex(/^[\x21-\x7e]{1,200}$/);

const lineUnits = z.object({ variantId: z.uuid(), quantity });

/**
 * Of each line, the units that were shipped and those that were cancelled so far. They only grow, so a subscriber that
 * keeps the greatest may receive the events late, twice or in another sequence.
 */
const unitsSoFar = z.array(
  z.object({
    variantId: z.uuid(),
    shipped: z.number().int().nonnegative(),
    cancelled: z.number().int().nonnegative(),
  }),
);

const tracking = {
  carrier: z.string().nullable(),
  trackingNumber: z.string().nullable(),
};

/** A parcel with units of the order. */
const fulfilment = order.extend({
  fulfilmentId: z.uuid(),
  fulfilmentLines: z.array(lineUnits).min(1),
  unitsSoFar,
  ...tracking,
});

const returnStatus = z.enum(['REQUESTED', 'APPROVED', 'REFUSED', 'CANCELLED', 'RECEIVED']);
const returnReasonCode = z.enum([
  'CHANGED_MIND',
  'TOO_SMALL',
  'TOO_LARGE',
  'DAMAGED',
  'DEFECTIVE',
  'WRONG_ITEM',
  'NOT_AS_DESCRIBED',
  'ARRIVED_LATE',
  'OTHER',
]);

/** Units of a line that came back: those that can be sold again, and those that cannot. */
const receivedUnits = z.object({
  variantId: z.uuid(),
  restocked: z.number().int().nonnegative(),
  writtenOff: z.number().int().nonnegative(),
});

/** The customer or guest of the order, staff, or the shop by a rule, such as an order not paid in time. */
const requestedBy = z.enum(['CUSTOMER', 'STAFF', 'SYSTEM']);

/** New codes may come: a subscriber treats an unknown one as OTHER. */
const cancellationReasonCode = z.enum([
  'CHANGED_MIND',
  'ORDERED_BY_MISTAKE',
  'DELIVERY_TOO_SLOW',
  'OUT_OF_STOCK',
  'UNDELIVERABLE',
  'SUSPECTED_FRAUD',
  'OTHER',
  'NOT_PAID',
  'NOT_RESERVED',
  'PAYMENT_FAILED',
]);
const refundReasonCode = z.enum([
  'RETURNED',
  'DAMAGED',
  'WRONG_ITEM',
  'NOT_RECEIVED',
  'GOODWILL',
  'OTHER',
  'ORDER_CANCELLED',
  'LATE_PAYMENT',
]);

/** New codes may come: a subscriber treats an unknown one as OTHER. */
const editReasonCode = z.enum(['CUSTOMER_REQUEST', 'ORDERED_BY_MISTAKE', 'OUT_OF_STOCK', 'OTHER']);
const edit = order.extend({
  editId: z.uuid(),
  requestedBy,
  reason: z.string(),
  // Absent when the reason was given in words only.
  reasonCode: editReasonCode.optional(),
});

const status = z.enum([
  'PENDING',
  'CONFIRMED',
  'REJECTED',
  'PAID',
  'SHIPPED',
  'DELIVERED',
  'CANCELLED',
]);

const paidPart = z.object({
  orderId: z.uuid(),
  number: z.string(),
  // For a guest's order, an id that belongs to no user.
  customerId: z.uuid(),
  paymentId: z.uuid(),
  amount: money,
  // What is left to pay after it.
  amountDue: money,
});

export const orderEvents = {
  'order.created.v1': order,
  'order.confirmed.v1': order.extend({
    // When it is cancelled unless it is paid before.
    expiresAt: z.iso.datetime().optional(),
  }),
  'order.rejected.v1': order.extend({ shortLines: z.array(shortLine) }),
  'order.paid.v1': order.extend({ paymentId: z.uuid() }),
  'order.cancelled.v1': order.extend({
    reason: z.string(),
    cancelledBy: requestedBy.optional(),
    // Absent when the reason was given in words only.
    reasonCode: cancellationReasonCode.optional(),
  }),
  // Staff want the order to have other lines. It has `lines` until inventory has reserved `editedLines`.
  'order.edit_requested.v1': edit.extend({
    // The edits of an order are numbered from 1 on.
    editNumber: z.number().int().positive(),
    editedLines: z.array(lineUnits).min(1),
    // What the order will cost.
    editedTotal: money,
  }),
  // The order has the lines and the total of an edit.
  'order.edited.v1': edit.extend({
    linesBefore: z.array(line).min(1),
    totalBefore: money,
    // What the customer still has to pay.
    amountDue: money,
    // What the customer gets back because of this edit.
    amountRefunded: money,
    // When the order is cancelled unless it is paid before; absent of an order that was paid.
    expiresAt: z.iso.datetime().optional(),
  }),
  // The order stays as it is.
  'order.edit_rejected.v1': edit.extend({ shortLines: z.array(shortLine) }),
  // A parcel was handed to the carrier.
  'order.fulfilment_shipped.v1': fulfilment.extend({ trackingUrl: z.url().nullable() }),
  // A parcel has arrived.
  'order.fulfilment_delivered.v1': fulfilment,
  // Staff have cancelled the units that were not shipped.
  'order.units_cancelled.v1': order.extend({
    cancelledLines: z.array(lineUnits).min(1),
    unitsSoFar,
    reason: z.string(),
    cancelledBy: requestedBy,
    reasonCode: cancellationReasonCode.optional(),
  }),
  // Nothing is left to ship. Has the tracking of the last parcel, which `order.fulfilment_shipped.v1` reports.
  'order.shipped.v1': order.extend({
    ...tracking,
    trackingUrl: z.url().nullable(),
    // Absent when the order was shipped as a whole, before orders had parcels.
    unitsSoFar: unitsSoFar.optional(),
  }),
  // Every parcel has arrived: `order.fulfilment_delivered.v1` reports each.
  'order.delivered.v1': order.extend({
    // Absent when the order was shipped as a whole, before orders had parcels.
    unitsSoFar: unitsSoFar.optional(),
  }),
  // A return was requested, or has another status. Refunds follow as `order.refunded.v1`.
  'order.return_updated.v1': order.extend({
    returnId: z.uuid(),
    status: returnStatus,
    requestedBy,
    returnLines: z
      .array(z.object({ variantId: z.uuid(), quantity, reasonCode: returnReasonCode }))
      .min(1),
    // How to send the goods back; absent when staff have written nothing.
    instructions: z.string().optional(),
    // Why staff have refused it.
    refusalReason: z.string().optional(),
    // What was received, once it is RECEIVED.
    receivedLines: z.array(receivedUnits).optional(),
    // Of each line of the order, the units of all returns that came back so far. They only grow, as in `unitsSoFar`.
    returnedSoFar: z.array(receivedUnits),
  }),
  'order.refunded.v1': order.extend({
    refundId: z.uuid(),
    amount: money,
    // The sum of all refunds of this order, this one included.
    refunded: money,
    // The sum of all payments; more than the total when the order was paid twice.
    paid: money.optional(),
    reason: z.string(),
    requestedBy: requestedBy.optional(),
    reasonCode: refundReasonCode.optional(),
    // The units of lines that are refunded; absent when the amount belongs to no part of the order. Of units whose price two
    // refunds of different payments pay back, they are in the first.
    lineRefunds: z.array(z.object({ variantId: z.uuid(), quantity, amount: money })).optional(),
    // Whether the money was authorised and is released, instead of captured and paid back.
    isRelease: z.boolean().optional(),
    // What of the amount is for shipping; absent when shipping is not refunded.
    shippingRefund: money.optional(),
  }),
  // An authorised payment can no longer be captured, so the order waits for another payment. Follows `payment.failed.v1`.
  'order.payment_lost.v1': order.extend({
    paymentId: z.uuid(),
    // What was authorised and not captured.
    amount: money,
    // What the customer pays before the order goes on.
    amountDue: money,
  }),
  // The status has changed. Follows the event that says why, such as `order.paid.v1`.
  'order.updated.v1': z.object({
    orderId: z.uuid(),
    number: z.string(),
    // For a guest's order, an id that belongs to no user.
    customerId: z.uuid(),
    from: status,
    to: status,
    // Of the order after the change: the greatest is the latest.
    version: z.number().int().positive(),
  }),
  // An order has an invoice or a credit note.
  'order.document_issued.v1': z.object({
    orderId: z.uuid(),
    number: z.string(),
    // For a guest's order, an id that belongs to no user.
    customerId: z.uuid(),
    // Of the document: the same as that of its payment or refund.
    documentId: z.uuid(),
    documentNumber: z.string(),
    // New kinds may come.
    kind: z.enum(['INVOICE', 'CREDIT_NOTE']),
    // What is invoiced or credited, with taxes.
    total: money,
  }),
  // An order of a guest now belongs to the account `customerId`.
  'order.claimed.v1': order,
  // A guest has requested the link to an order. The token is encrypted: see sealed-token.ts.
  'order.link_requested.v1': z.object({
    orderId: z.uuid(),
    number: z.string(),
    email: emailSyntax,
    sealedToken: z.string().min(1),
  }),
  // The holder of a card has disputed a payment with the bank, or the bank has decided.
  'payment.disputed.v1': z.object({
    orderId: z.uuid(),
    number: z.string(),
    // For a guest's order, an id that belongs to no user.
    customerId: z.uuid(),
    paymentId: z.uuid(),
    // Of the provider.
    disputeId: code,
    // Won and lost by the shop.
    status: z.enum(['OPEN', 'WON', 'LOST']),
    amount: money,
    // A code of the provider; new ones may come.
    reason: code,
    // Until when the shop may answer; null when it may not, or not any more.
    respondBy: z.iso.datetime().nullable(),
  }),
  // Money was authorised that pays a part of the order, or what it costs more since it was paid. `order.paid.v1` reports the
  // payment with which the whole order is paid for the first time, authorised or captured.
  'payment.authorised.v1': paidPart,
  // Money was captured: of an authorised payment, or with one that pays a part of the order.
  'payment.captured.v1': paidPart,
  'payment.failed.v1': z.object({
    orderId: z.uuid(),
    paymentId: z.uuid(),
    amount: money,
    code: z.string(),
    customerId: z.uuid().optional(),
  }),
};
