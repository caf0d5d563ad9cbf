import {
  formatMoney,
  type Money,
  moneyFromMessage,
  publicQuantityLimit,
  times,
} from '@shop/domain';
import type { EventData } from '@shop/schema';
import { singleLine } from '../untrusted-text.ts';

type MoneyMessage = EventData<'order.created.v1'>['total'];

export const money = (message: MoneyMessage): string => formatMoney(moneyFromMessage(message));

/** The lines of an order, one below the other, and the total. */
export const orderLines = ({ lines, total }: EventData<'order.created.v1'>): string =>
  [
    ...lines.map(({ quantity, title, unitPrice }) => {
      const price: Money = times(moneyFromMessage(unitPrice), quantity);
      return `${quantity} x ${singleLine(title)}  ${formatMoney(price)}`;
    }),
    `Total  ${money(total)}`,
  ].join('\n');

/** The short lines of an order. Exact stock is shown only up to the limit that is public. */
export const shortLines = ({ lines, shortLines: short }: EventData<'order.rejected.v1'>): string =>
  lines
    .flatMap(({ variantId, title }) =>
      short
        .filter((one) => one.variantId === variantId)
        .map(
          ({ requested, available }) =>
            `${singleLine(title)}: you ordered ${requested}, we have ${available <= publicQuantityLimit ? available : 'fewer'}.`,
        ),
    )
    .join('\n');
