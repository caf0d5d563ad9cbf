import { formatMoney, moneyFromMessage } from '@shop/domain';
import type { EventData, ShopEvent } from '@shop/schema';
import type { Paragraph } from '../html.ts';
import { plain, webAddress } from '../plain.ts';
import { mailNotice } from './notice.ts';
import { money, orderLines, shortLines } from './order-lines.ts';

type OrderType = Extract<keyof typeof subjects, string>;

/** How a mail's subject goes on after the number of the order. */
const subjects = {
  'order-received': 'is received',
  'order-confirmed': 'is confirmed',
  'order-rejected': 'could not be accepted',
  'order-paid': 'is paid',
  'order-shipped': 'is on its way',
  'order-delivered': 'is delivered',
  'order-cancelled': 'is cancelled',
  'order-refunded': 'is refunded',
} as const;

type About = {
  readonly id: string;
  readonly correlationid: string;
  readonly data: EventData<'order.created.v1'>;
};

const mail = (event: About, template: OrderType, paragraphs: readonly Paragraph[]) =>
  mailNotice(
    event,
    template,
    event.data.email,
    `Order ${event.data.number} ${subjects[template]}`,
    paragraphs,
  );

/** Who carries it and how to follow it, as far as that is known. */
function tracking(data: EventData<'order.shipped.v1'>): readonly Paragraph[] {
  const href = webAddress(data.trackingUrl);
  return [
    data.carrier ? `Carrier: ${plain(data.carrier)}` : '',
    data.trackingNumber ? `Tracking number: ${plain(data.trackingNumber)}` : '',
    ...(href ? ['Follow it here:', { href }] : []),
  ];
}

function remaining({ total, refunded }: EventData<'order.refunded.v1'>): string {
  const left = BigInt(total.minor) - BigInt(refunded.minor);
  if (left <= 0n) return 'With that all of it has been given back.';
  const rest = formatMoney({ ...moneyFromMessage(total), minor: left });
  return `So far ${money(refunded)} of ${money(total)} has been given back; ${rest} remains paid.`;
}

/** The mails of orders. */
export const orderTemplates = {
  received: (event: ShopEvent<'order.created.v1'>) =>
    mail(event, 'order-received', [
      'Thank you for your order. We are looking whether everything is in stock, and write again in a moment.',
      orderLines(event.data),
    ]),

  confirmed: (event: ShopEvent<'order.confirmed.v1'>) =>
    mail(event, 'order-confirmed', [
      'Everything you ordered is set aside for you. We send it as soon as it is paid.',
      orderLines(event.data),
    ]),

  rejected: (event: ShopEvent<'order.rejected.v1'>) =>
    mail(event, 'order-rejected', [
      'We are sorry: there is not enough in stock. You have not been charged.',
      shortLines(event.data),
    ]),

  paid: (event: ShopEvent<'order.paid.v1'>) =>
    mail(event, 'order-paid', [
      `Thank you. We have received ${money(event.data.total)}.`,
      orderLines(event.data),
    ]),

  shipped: (event: ShopEvent<'order.shipped.v1'>) =>
    mail(event, 'order-shipped', [
      'Your order has left our house.',
      ...tracking(event.data),
      orderLines(event.data),
    ]),

  delivered: (event: ShopEvent<'order.delivered.v1'>) =>
    mail(event, 'order-delivered', [
      'Your order has arrived. We hope you like it.',
      orderLines(event.data),
    ]),

  cancelled: (event: ShopEvent<'order.cancelled.v1'>) =>
    mail(event, 'order-cancelled', [`Reason: ${plain(event.data.reason)}`, orderLines(event.data)]),

  refunded: (event: ShopEvent<'order.refunded.v1'>) =>
    mail(event, 'order-refunded', [
      `We are giving you back ${money(event.data.amount)}.`,
      `Reason: ${plain(event.data.reason)}`,
      remaining(event.data),
    ]),
};
