import {
  type EventData,
  formatMoney,
  type Money,
  moneyFromMessage,
  type ShopEvent,
  times,
} from '@shop/schema';
import { htmlPage } from './html.ts';
import type { Notice } from './message.ts';

type Order = EventData<'order.created.v1'>;

const money = (message: { minor: string; currency: string }): string =>
  formatMoney(moneyFromMessage(message));

const list = ({ lines, total }: Order): string =>
  [
    ...lines.map(({ quantity, title, unitPrice }) => {
      const price: Money = times(moneyFromMessage(unitPrice), quantity);
      return `${quantity} x ${title}  ${formatMoney(price)}`;
    }),
    `Total  ${money(total)}`,
  ].join('\n');

function notice(
  event: Pick<ShopEvent, 'id' | 'correlationid'>,
  template: string,
  to: string,
  subject: string,
  paragraphs: readonly string[],
): Notice {
  // A name with line breaks must not become a header of its own.
  const plain = subject.replace(/\s+/g, ' ');
  const mail = {
    to,
    subject: plain,
    text: paragraphs.join('\n\n'),
    html: htmlPage(plain, paragraphs),
  };
  return { eventId: event.id, template, correlationId: event.correlationid, mail };
}

/** The mail each event asks for. */
export const templates = {
  welcome: (event: ShopEvent<'user.registered.v1'>) =>
    notice(event, 'welcome', event.data.email, 'Welcome to the shop', [
      `Hello ${event.data.displayName},`,
      'your account is ready. Enjoy looking around.',
    ]),

  orderConfirmed: (event: ShopEvent<'order.confirmed.v1'>) =>
    notice(event, 'order-confirmed', event.data.email, `Order ${event.data.number} is confirmed`, [
      'Everything you ordered is set aside for you. We send it as soon as it is paid.',
      list(event.data),
    ]),

  orderRejected: ({ data, ...event }: ShopEvent<'order.rejected.v1'>) =>
    notice(event, 'order-rejected', data.email, `Order ${data.number} could not be accepted`, [
      'We are sorry: there is not enough in stock. You have not been charged.',
      data.lines
        .flatMap(({ variantId, title }) =>
          data.shortLines
            .filter((short) => short.variantId === variantId)
            .map((short) => `${title}: you wanted ${short.requested}, we have ${short.available}`),
        )
        .join('\n'),
    ]),

  orderPaid: (event: ShopEvent<'order.paid.v1'>) =>
    notice(event, 'order-paid', event.data.email, `Order ${event.data.number} is paid`, [
      `Thank you. We have received ${money(event.data.total)}.`,
      list(event.data),
    ]),

  orderCancelled: (event: ShopEvent<'order.cancelled.v1'>) =>
    notice(event, 'order-cancelled', event.data.email, `Order ${event.data.number} is cancelled`, [
      `Reason: ${event.data.reason}`,
      list(event.data),
    ]),
};
