import { formatMoney, moneyFromMessage } from '@shop/domain';
import type { EventData } from '@shop/schema';
import type { Paragraph } from '../html-page.ts';
import type { Template } from '../template.ts';
import { safeLink, singleLine } from '../untrusted-text.ts';
import { type InvoiceLinkContext, type OrderLinkContext, orderLink } from './links.ts';
import { money, orderLines, refundedParts, shortLines } from './order-lines.ts';
import { isWhole, linesToCome, parcelLines, unitLines } from './parcel-lines.ts';
import { reason } from './reason.ts';
import { minuteOf } from './time.ts';

export const orderReceived: Template<'order.created.v1', OrderLinkContext> = {
  name: 'order-received',
  purpose: 'ORDER',
  subject: ({ number }) => `Order ${number} has been received`,
  body: (order, link) => [
    'Thank you for your order. We are checking that everything is in stock and will write to you again in a moment.',
    orderLines(order),
    ...orderLink(order.number, link),
  ],
};

export const orderConfirmed: Template<'order.confirmed.v1', OrderLinkContext> = {
  name: 'order-confirmed',
  purpose: 'ORDER',
  subject: ({ number }) => `Order ${number} has been confirmed`,
  body: (order, link) => [
    'Everything you ordered is in stock and reserved for you. We will send it as soon as it is paid.',
    order.expiresAt === undefined ? '' : `Please pay it before ${minuteOf(order.expiresAt)}.`,
    orderLines(order),
    ...orderLink(order.number, link),
  ],
};

export const orderRejected: Template<'order.rejected.v1', OrderLinkContext> = {
  name: 'order-rejected',
  purpose: 'ORDER',
  subject: ({ number }) => `Order ${number} could not be accepted`,
  body: (order, link) => [
    'We are sorry, but we do not have enough in stock for your order. You have not been charged.',
    shortLines(order),
    ...orderLink(order.number, link),
  ],
};

export const orderPaid: Template<'order.paid.v1', InvoiceLinkContext> = {
  name: 'order-paid',
  purpose: 'ORDER',
  subject: ({ number }) => `Order ${number} has been paid`,
  body: (order, link) => [
    `Thank you. We have received your payment of ${money(order.total)}.`,
    orderLines(order),
    ...orderLink(order.number, link),
    'Your invoice as PDF. Anyone with this link can read it, for 90 days:',
    { href: link.invoiceUrl },
  ],
};

export const paymentLost: Template<'order.payment_lost.v1', OrderLinkContext> = {
  name: 'order-payment-lost',
  purpose: 'ORDER',
  subject: ({ number }) => `Order ${number} has to be paid again`,
  body: (order, link) => [
    `We could not collect ${money(order.amount)} from your bank for this order.`,
    `Please pay ${money(order.amountDue)}. We will send what is not on its way yet as soon as it is paid.`,
    orderLines(order),
    ...orderLink(order.number, link),
  ],
};

/** Of an order that was shipped as a whole: the e-mail about an event of before orders had parcels. */
export const orderShipped: Template<'order.shipped.v1', OrderLinkContext> = {
  name: 'order-shipped',
  purpose: 'ORDER',
  subject: ({ number }) => `Order ${number} is on its way`,
  body: (order, link) => [
    'Your order has left our warehouse.',
    ...tracking(order),
    orderLines(order),
    ...orderLink(order.number, link),
  ],
};

export const orderDelivered: Template<'order.delivered.v1', OrderLinkContext> = {
  name: 'order-delivered',
  purpose: 'ORDER',
  subject: ({ number }) => `Order ${number} has been delivered`,
  body: (order, link) => [
    'Your order has arrived. We hope you enjoy it.',
    orderLines(order),
    ...orderLink(order.number, link),
  ],
};

export const parcelShipped: Template<'order.fulfilment_shipped.v1', OrderLinkContext> = {
  name: 'order-parcel-shipped',
  purpose: 'ORDER',
  subject: (order) =>
    isWhole(order) ? orderShipped.subject(order) : `Order ${order.number} is partly on its way`,
  body: (order, link) =>
    isWhole(order)
      ? orderShipped.body(order, link)
      : [
          'A part of your order has left our warehouse.',
          ...tracking(order),
          parcelLines(order),
          ...linesToCome(order),
          ...orderLink(order.number, link),
        ],
};

export const parcelDelivered: Template<'order.fulfilment_delivered.v1', OrderLinkContext> = {
  name: 'order-parcel-delivered',
  purpose: 'ORDER',
  subject: (order) =>
    isWhole(order)
      ? orderDelivered.subject(order)
      : `Order ${order.number} has been partly delivered`,
  body: (order, link) =>
    isWhole(order)
      ? orderDelivered.body(order, link)
      : [
          'A part of your order has arrived. We hope you enjoy it.',
          parcelLines(order),
          ...orderLink(order.number, link),
        ],
};

export const unitsCancelled: Template<'order.units_cancelled.v1', OrderLinkContext> = {
  name: 'order-units-cancelled',
  purpose: 'ORDER',
  subject: ({ number }) => `Order ${number} has been partly cancelled`,
  body: (order, link) => [
    'We are sorry, but a part of your order will not be sent. What you paid for it will be refunded:',
    unitLines(order, order.cancelledLines),
    reason(order.reason, order.cancelledBy),
    ...orderLink(order.number, link),
  ],
};

export const orderCancelled: Template<'order.cancelled.v1', OrderLinkContext> = {
  name: 'order-cancelled',
  purpose: 'ORDER',
  subject: ({ number }) => `Order ${number} has been cancelled`,
  body: (order, link) => [
    'Your order has been cancelled.',
    reason(order.reason, order.cancelledBy),
    orderLines(order),
    ...orderLink(order.number, link),
  ],
};

export const orderRefunded: Template<'order.refunded.v1', OrderLinkContext> = {
  name: 'order-refunded',
  purpose: 'ORDER',
  subject: (order) =>
    `Order ${order.number} has been ${remainingOf(order) > 0n ? 'partly ' : ''}refunded`,
  body: (order, link) => [
    order.isRelease
      ? `Your bank has held ${money(order.amount)} for us. We have released it: the money is not taken.`
      : `We are refunding ${money(order.amount)} to you.`,
    reason(order.reason, order.requestedBy),
    ...refundedLines(order),
    refundedSoFar(order),
    ...orderLink(order.number, link),
  ],
};

/** Counts against a limit of its own, so that requests for links cannot crowd out news about an order. */
export const orderLinkRequested: Template<'order.link_requested.v1', OrderLinkContext> = {
  name: 'order-link',
  purpose: 'ACCOUNT',
  subject: ({ number }) => `The link to your order ${number}`,
  body: ({ number }, link) => [
    'We received a request for the link to your order.',
    ...orderLink(number, link),
    'If you did not ask for it, you need not do anything.',
  ],
};

/** The carrier and how to follow the parcel, as far as they are known. */
function tracking(
  order: Pick<EventData<'order.shipped.v1'>, 'carrier' | 'trackingNumber' | 'trackingUrl'>,
): readonly Paragraph[] {
  const href = safeLink(order.trackingUrl);
  return [
    order.carrier ? `Carrier: ${singleLine(order.carrier)}` : '',
    order.trackingNumber ? `Tracking number: ${singleLine(order.trackingNumber)}` : '',
    ...(href ? ['You can follow your parcel here:', { href }] : []),
  ];
}

type Refunded = EventData<'order.refunded.v1'>;

/** What was paid: the total, or more when the order was paid twice. */
const paidOf = ({ total, paid }: Refunded) => paid ?? total;

const remainingOf = (order: Refunded): bigint =>
  BigInt(paidOf(order).minor) - BigInt(order.refunded.minor);

function refundedLines(order: Refunded): string[] {
  const parts = refundedParts(order);
  return parts === '' ? [] : [parts];
}

function refundedSoFar(order: Refunded): string {
  const { refunded } = order;
  const paid = paidOf(order);
  const remaining = remainingOf(order);
  if (remaining <= 0n) return 'With this, the whole amount has been refunded.';
  const rest = formatMoney({ ...moneyFromMessage(paid), minor: remaining });
  const soFar = `We have now refunded ${money(refunded)} of ${money(paid)}.`;
  // Of a cancelled order, refunds of its other payments may follow.
  return order.reasonCode === 'ORDER_CANCELLED'
    ? soFar
    : `${soFar} The remaining ${rest} stays paid.`;
}
