import {
  formatMoney,
  type Money,
  moneyFromMessage,
  publicQuantityLimit,
  times,
} from '@shop/domain';
import type { EventData } from '@shop/schema';
import { plain } from '../plain.ts';

type MoneyMessage = EventData<'order.created.v1'>['total'];

export const money = (message: MoneyMessage): string => formatMoney(moneyFromMessage(message));

/** What was ordered, a line each, and the total. */
export const orderLines = ({ lines, total }: EventData<'order.created.v1'>): string =>
  [
    ...lines.map(({ quantity, title, unitPrice }) => {
      const price: Money = times(moneyFromMessage(unitPrice), quantity);
      return `${quantity} x ${plain(title)}  ${formatMoney(price)}`;
    }),
    `Total  ${money(total)}`,
  ].join('\n');

/** The lines that could not be served, with no more of the stock than anybody may know. */
export const shortLines = ({ lines, shortLines: short }: EventData<'order.rejected.v1'>): string =>
  lines
    .flatMap(({ variantId, title }) =>
      short
        .filter((one) => one.variantId === variantId)
        .map(
          ({ requested, available }) =>
            `${plain(title)}: you wanted ${requested}, we have ${available <= publicQuantityLimit ? available : 'fewer'}`,
        ),
    )
    .join('\n');
