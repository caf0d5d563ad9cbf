import { displayEmail, moneyFromMessage, times } from '@shop/domain';
import type { IdentifiedLine } from '../context.ts';
import { refundedOf } from '../domain/account.ts';
import { allowedActions } from '../domain/allowed-actions.ts';
import { amountToPay } from '../domain/amount-due.ts';
import { creditNotesOf, invoiceOf, invoicesOf } from '../domain/documents/document.ts';
import { pendingEditOf } from '../domain/edits/edit.ts';
import { failureMessage } from '../domain/failure-messages.ts';
import { cancelledUnits, shippedUnits, unitsToShip } from '../domain/fulfilment.ts';
import { isOwnedBy } from '../domain/guest.ts';
import {
  lineIdOf,
  type OrderLine as OrderLineModel,
  type Order as OrderModel,
} from '../domain/order.ts';
import { capturedOf } from '../domain/payment.ts';
import { describeLine, describeOrder } from '../domain/pricing/order-breakdown.ts';
import { refundedUnits } from '../domain/refund-parts.ts';
import { returnableUntil } from '../domain/returns/return-period.ts';
import { returnedUnits, unitsToReturn } from '../domain/returns/returned-units.ts';
import { describeShortLines } from '../domain/short-lines.ts';
import { visibleQuantity, visibleUnits } from '../domain/visibility.ts';
import type {
  FulfilmentLineResolvers,
  FulfilmentResolvers,
  OrderDocumentResolvers,
  OrderLineResolvers,
  OrderNoteResolvers,
  OrderResolvers,
  OrderStepDetailsResolvers,
  OrderStepResolvers,
  PaymentResolvers,
  PaymentStepDetailsResolvers,
  RefundLineResolvers,
  RefundResolvers,
  RefundStepDetailsResolvers,
  ShortLineResolvers,
} from '../generated/graphql.ts';

const identifiedLine = (order: OrderModel, line: OrderLineModel): IdentifiedLine => ({
  ...{ ...line, id: lineIdOf(order, line.variantId), order },
});

export const Order: OrderResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.order.load({ id }),
  customer: ({ customerId, guest }) => (guest ? null : { id: customerId }),
  email: ({ email }) => displayEmail(email),
  refunded: refundedOf,
  lines: (order) => order.lines.map((line) => identifiedLine(order, line)),
  subtotal: (order) => describeOrder(order).subtotal,
  discounts: (order) => describeOrder(order).discounts,
  shipping: (order) => describeOrder(order).shipping,
  taxes: (order) => describeOrder(order).taxes,
  taxesIncluded: (order) => describeOrder(order).taxesIncluded,
  taxExemption: (order) => describeOrder(order).taxExemption,
  amountDue: amountToPay,
  providerAmount: (order, _, { paymentPage }) => paymentPage.amountOf(amountToPay(order)) ?? null,
  payments: (order) => order.payments.map((payment) => ({ ...payment, order })),
  refunds: (order) => order.refunds.map((refund) => ({ ...refund, order })),
  fulfilments: (order) => order.fulfilments.map((fulfilment) => ({ ...fulfilment, order })),
  shipment: ({ fulfilments }) => fulfilments.at(-1) ?? null,
  returns: (order) => order.returns.map((one) => ({ ...one, order })),
  edits: (order) => order.edits.map((edit) => ({ ...edit, order })),
  pendingEdit: (order) => {
    const edit = pendingEditOf(order);
    return edit ? { ...edit, order } : null;
  },
  returnableUntil: (order, _, { returnPeriod }) => returnableUntil(order, returnPeriod),
  shortLines: describeShortLines,
  timeline: ({ id }, _, { loaders }) => loaders.timeline.load(id),
  notes: ({ id }, _, { loaders }) => loaders.notes.load(id),
  allowedActions: (order, _, { viewer, returnPeriod }) =>
    allowedActions(order, viewer, returnPeriod),
  invoice: async ({ id }, _, { loaders }) => invoiceOf(await loaders.documents.load(id)) ?? null,
  invoices: async ({ id }, _, { loaders }) => invoicesOf(await loaders.documents.load(id)),
  creditNotes: async ({ id }, _, { loaders }) => creditNotesOf(await loaders.documents.load(id)),
};

export const OrderDocument: OrderDocumentResolvers = {
  total: ({ content: { total: minor, currency } }) => ({ minor, currency }),
  url: ({ id }, _, { documentUrl }) => documentUrl(id),
};

export const OrderStep: OrderStepResolvers = {
  createdAt: ({ at }) => at,
  actor: ({ actorId }) => (actorId === null ? null : { id: actorId }),
};

const stepDetailsTypes = {
  PAYMENT: 'PaymentStepDetails',
  REFUND: 'RefundStepDetails',
  SHIPMENT: 'ShipmentStepDetails',
  CANCELLATION: 'CancellationStepDetails',
  RETURN: 'ReturnStepDetails',
  EDIT: 'EditStepDetails',
} as const;

export const OrderStepDetails: OrderStepDetailsResolvers = {
  __resolveType: ({ type }) => stepDetailsTypes[type],
};

export const PaymentStepDetails: PaymentStepDetailsResolvers = {
  amount: ({ amount }) => moneyFromMessage(amount),
};

export const RefundStepDetails: RefundStepDetailsResolvers = {
  amount: ({ amount }) => moneyFromMessage(amount),
};

export const OrderNote: OrderNoteResolvers = {
  author: ({ authorId }) => ({ id: authorId }),
};

export const Payment: PaymentResolvers = {
  tender: ({ giftCardId }) => (giftCardId === null ? 'PROVIDER' : 'GIFT_CARD'),
  captured: (payment) => ({ ...payment.amount, minor: capturedOf(payment) }),
  authorisedUntil: ({ status, authorisation }) =>
    status === 'AUTHORISED' ? (authorisation?.expiresAt ?? null) : null,
  refunds: ({ id, order }) =>
    order.refunds
      .filter(({ paymentId }) => paymentId === id)
      .map((refund) => ({ ...refund, order })),
  clientSecret: async ({ id, status, order }, _, { viewer, paymentPage }) => {
    const isCustomer = isOwnedBy(order, { viewer, orderToken: order.orderToken });
    if (status !== 'REQUIRES_ACTION' || !isCustomer) return null;
    return (await paymentPage.clientSecret(id)) ?? null;
  },
  failureMessage: ({ status, failureCode }) =>
    status === 'FAILED' ? failureMessage(failureCode) : null,
};

export const Refund: RefundResolvers = {
  payment: ({ paymentId, order }) => {
    const payment = order.payments.find(({ id }) => id === paymentId);
    return payment ? { ...payment, order } : null;
  },
  lines: ({ parts, order }) => (parts?.lines ?? []).map((line) => ({ ...line, order })),
  shipping: ({ parts, amount: { currency } }) =>
    parts?.shipping == null ? null : { minor: parts.shipping, currency },
};

/** Returns the line of a part of an order. */
export function lineOf({
  variantId,
  order,
}: {
  readonly variantId: string;
  readonly order: OrderModel;
}) {
  const line = order.lines.find((one) => one.variantId === variantId);
  if (!line) throw new Error(`order ${order.id} has no line of variant ${variantId}`);
  return identifiedLine(order, line);
}

export const Fulfilment: FulfilmentResolvers = {
  status: ({ deliveredAt }) => (deliveredAt ? 'DELIVERED' : 'SHIPPED'),
  lines: ({ lines, order }) => lines.map((line) => ({ ...line, order })),
};

export const FulfilmentLine: FulfilmentLineResolvers = { line: lineOf };

export const RefundLine: RefundLineResolvers = {
  line: lineOf,
  amount: ({ minor, order }) => ({ minor, currency: order.total.currency }),
};

export const OrderLine: OrderLineResolvers = {
  product: ({ variantId }, _, { loaders }) => loaders.productOf.load(variantId),
  variant: ({ variantId }, _, { loaders }) => loaders.variant.load(variantId),
  imageUrl: ({ imageUrl }, _, { absoluteUrl }) => imageUrl && absoluteUrl(imageUrl),
  lineTotal: ({ unitPrice, quantity }) => times(unitPrice, quantity),
  discounts: (line) => describeLine(line).discounts,
  taxes: (line) => describeLine(line).taxes,
  total: (line) => describeLine(line).total,
  shippedQuantity: ({ variantId, order }) => shippedUnits(order, variantId),
  cancelledQuantity: ({ variantId, order }) => cancelledUnits(order, variantId),
  quantityToShip: (line) => unitsToShip(line.order, line),
  returnedQuantity: ({ variantId, order }) => returnedUnits(order, variantId),
  quantityToReturn: (line) => unitsToReturn(line.order, line),
  refundedQuantity: ({ variantId, order }) => refundedUnits(order, variantId),
};

export const ShortLine: ShortLineResolvers = {
  variant: ({ variantId }, _, { loaders }) => loaders.variant.load(variantId),
  available: (line, _, { viewer }) => visibleQuantity(line, viewer),
  availableUnits: (line, _, { viewer }) => visibleUnits(line, viewer),
};
