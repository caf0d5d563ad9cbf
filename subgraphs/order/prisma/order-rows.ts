import { z } from 'zod';
import {
  type Fulfilment,
  type Guest,
  type LineUnits,
  type Order,
  unpaidStatuses,
} from '../domain/order.ts';
import { acceptedAddress } from '../domain/order-addresses.ts';
import { type Authorisation, type Capture, capturedOf, type Payment } from '../domain/payment.ts';
import {
  isOpenReturn,
  type Return,
  returnReasonCodes,
  returnStatuses,
} from '../domain/returns/return.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { minor, storedBreakdown, storedRefundParts, toJson } from './breakdown-json.ts';
import { storedEdits } from './edits-json.ts';
import { shortLines, time } from './json-fields.ts';

/** The relations of an order, read in one query: queries in a transaction cannot run in parallel. */
export const withRelations = {
  relationLoadStrategy: 'join',
  include: {
    lines: { orderBy: { position: 'asc' } },
    payments: { orderBy: { id: 'asc' } },
    refunds: { orderBy: { id: 'asc' } },
  },
} as const;

export type OrderRow = Prisma.OrderGetPayload<Pick<typeof withRelations, 'include'>>;

const lineUnits: z.ZodType<LineUnits[]> = z.array(
  z.object({ variantId: z.string(), quantity: z.number() }),
);

const fulfilments: z.ZodType<Fulfilment[]> = z.array(
  z.object({
    id: z.string(),
    lines: lineUnits,
    carrier: z.string().nullable(),
    trackingNumber: z.string().nullable(),
    trackingUrl: z.string().nullable(),
    shippedAt: time,
    deliveredAt: time.nullable(),
  }),
);

const returns: z.ZodType<Return[]> = z.array(
  z.object({
    id: z.string(),
    status: z.enum(returnStatuses),
    lines: z.array(
      z.object({
        variantId: z.string(),
        quantity: z.number(),
        reasonCode: z.enum(returnReasonCodes),
        restocked: z.number(),
        writtenOff: z.number(),
      }),
    ),
    requestedBy: z.enum(['CUSTOMER', 'STAFF', 'SYSTEM']),
    comment: z.string().nullable(),
    instructions: z.string().nullable(),
    refusalReason: z.string().nullable(),
    refundIds: z.array(z.string()),
    requestedAt: time,
    updatedAt: time,
  }),
);

const authorisation: z.ZodType<Authorisation | null> = z
  .object({ expiresAt: time, captures: z.enum(['ONE', 'MANY']) })
  .nullable();

const captures: z.ZodType<Capture[]> = z.array(
  z.object({
    id: z.string(),
    status: z.enum(['PENDING', 'SUCCEEDED', 'FAILED']),
    minor,
    isFinal: z.boolean(),
    fulfilmentId: z.string().nullable(),
    failureCode: z.string().nullable(),
    createdAt: time,
  }),
);

/** Returns the columns of a payment. */
export const toPaymentRow = ({ amount, ...payment }: Payment) => ({
  ...payment,
  amountMinor: amount.minor,
  capturedMinor: capturedOf({ amount, ...payment }),
  authorisation: payment.authorisation && toJson(payment.authorisation),
  captures: toJson(payment.captures),
});

export function toOrder(row: OrderRow): Order {
  const { currency, totalMinor, lines, payments, refunds, correlationId: _, ...more } = row;
  const { guestTokenHash, guestTokenSeed, guestLinkHash, guestLinkSealed, ...others } = more;
  const { guestLinkExpiresAt, guestNetwork: _g, cartId: _c, cartVersion: _v, ...stored } = others;
  const { openReturns: _o, ...rest } = stored;
  const money = (minor: bigint) => ({ minor, currency });
  return {
    ...rest,
    guest: toGuest(row),
    shippingAddress: acceptedAddress.parse(row.shippingAddress),
    billingAddress: acceptedAddress.parse(row.billingAddress),
    total: money(totalMinor),
    pricing: storedBreakdown.parse(row.pricing),
    shortLines: shortLines.parse(row.shortLines),
    fulfilments: fulfilments.parse(row.fulfilments),
    cancelledUnits: lineUnits.parse(row.cancelledUnits),
    returns: returns.parse(row.returns),
    edits: storedEdits.parse(row.edits),
    lines: lines.map(({ orderId: _, position: __, unitMinor, ...line }) => ({
      ...line,
      unitPrice: money(unitMinor),
    })),
    payments: payments.map(
      ({ orderId: _, pollAt: __, capturedMinor: _c, amountMinor, ...payment }) => ({
        ...payment,
        amount: money(amountMinor),
        authorisation: authorisation.parse(payment.authorisation),
        captures: captures.parse(payment.captures),
      }),
    ),
    refunds: refunds.map(({ orderId: _, amountMinor, parts, ...refund }) => ({
      ...refund,
      parts: storedRefundParts.parse(parts),
      amount: money(amountMinor),
    })),
  };
}

/** A constraint of the table sets all of these columns or none. */
function toGuest(row: OrderRow): Guest | null {
  const { guestTokenHash: tokenHash, guestTokenSeed: tokenSeed } = row;
  const { guestLinkHash, guestLinkSealed: sealedToken, guestLinkExpiresAt: expiresAt } = row;
  if (!tokenHash || !tokenSeed || !guestLinkHash || !sealedToken || !expiresAt) return null;
  return { tokenHash, tokenSeed, link: { tokenHash: guestLinkHash, sealedToken, expiresAt } };
}

const toGuestRow = (guest: Guest | null) => ({
  guestTokenHash: guest?.tokenHash ?? null,
  guestTokenSeed: guest?.tokenSeed ?? null,
  guestLinkHash: guest?.link.tokenHash ?? null,
  guestLinkSealed: guest?.link.sealedToken ?? null,
  guestLinkExpiresAt: guest?.link.expiresAt ?? null,
});

export const toNewRow = (
  order: Order,
  correlationId: string,
): Prisma.OrderUncheckedCreateInput => ({
  id: order.id,
  number: order.number,
  customerId: order.customerId,
  ...toGuestRow(order.guest),
  placedBy: order.placedBy,
  email: order.email,
  shippingAddress: order.shippingAddress,
  billingAddress: order.billingAddress,
  status: order.status,
  currency: order.total.currency,
  totalMinor: order.total.minor,
  ...(order.pricing && { pricing: toJson(order.pricing) }),
  correlationId,
  placedAt: order.placedAt,
  updatedAt: order.updatedAt,
});

export const toLineRows = ({ lines }: Order): Prisma.OrderLineCreateManyOrderInput[] =>
  lines.map(({ unitPrice, ...line }, position) => ({
    ...line,
    position,
    unitMinor: unitPrice.minor,
  }));

/** The columns a decision may change. */
export const toChangedRow = (before: Order, next: Order) => ({
  status: next.status,
  ...(next.customerId !== before.customerId && {
    customerId: next.customerId,
    ...toGuestRow(next.guest),
  }),
  // An address is personal data: it is stored only while it is counted.
  ...((!next.guest || !unpaidStatuses.includes(next.status)) && { guestNetwork: null }),
  cancelReason: next.cancelReason,
  cancelReasonCode: next.cancelReasonCode,
  expiresAt: next.expiresAt,
  ...(next.fulfilments !== before.fulfilments && {
    fulfilments: next.fulfilments.map(toFulfilmentJson),
  }),
  ...(next.cancelledUnits !== before.cancelledUnits && {
    cancelledUnits: next.cancelledUnits.map((line) => ({ ...line })),
  }),
  ...(next.returns !== before.returns && {
    returns: next.returns.map(toReturnJson),
    openReturns: next.returns.filter(isOpenReturn).length,
  }),
  ...(next.edits !== before.edits && { edits: toJson(next.edits) }),
  ...(next.lines !== before.lines && {
    totalMinor: next.total.minor,
    pricing: next.pricing && toJson(next.pricing),
  }),
  ...(next.shortLines !== before.shortLines && {
    shortLines: next.shortLines.map((line) => ({ ...line })),
  }),
  version: before.version + 1,
});

const toReturnJson = ({ lines, refundIds, requestedAt, updatedAt, ...one }: Return) => ({
  ...one,
  lines: lines.map((line) => ({ ...line })),
  refundIds: [...refundIds],
  requestedAt: requestedAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

const toFulfilmentJson = ({ lines, shippedAt, deliveredAt, ...fulfilment }: Fulfilment) => ({
  ...fulfilment,
  lines: lines.map((line) => ({ ...line })),
  shippedAt: shippedAt.toISOString(),
  deliveredAt: deliveredAt?.toISOString() ?? null,
});
