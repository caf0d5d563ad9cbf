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
export const orderLines = ({ lines, total, pricing }: EventData<'order.created.v1'>): string =>
  [
    ...lines.map(({ quantity, title, unitPrice }) => {
      const price: Money = times(moneyFromMessage(unitPrice), quantity);
      return `${quantity} x ${singleLine(title)}  ${formatMoney(price)}`;
    }),
    ...(pricing ? pricedParts(pricing) : []),
    `Total  ${money(total)}`,
    ...(pricing?.taxesIncluded ? taxLines(pricing).map((line) => `Including ${line}`) : []),
  ].join('\n');

type Pricing = NonNullable<EventData<'order.created.v1'>['pricing']>;

/** What is added to the lines, and taken off. */
function pricedParts(pricing: Pricing): string[] {
  const { subtotal, shipping, discounts, taxExemption, taxesIncluded } = pricing;
  return [
    `Subtotal  ${money(subtotal)}`,
    ...(shipping ? [`Shipping, ${singleLine(shipping.name)}  ${money(shipping.subtotal)}`] : []),
    ...discounts.map((discount) => `${discountName(discount)}  -${money(discount.amount)}`),
    ...(taxExemption ? [`Tax exemption  -${money(taxExemption)}`] : []),
    ...(taxesIncluded ? [] : taxLines(pricing)),
  ];
}

/** Returns the name of a promotion, with the voucher code that the customer knows it by. */
const discountName = ({ name, voucherCode }: Pricing['discounts'][number]): string =>
  singleLine(voucherCode ? `${name} (${voucherCode})` : name);

const taxLines = ({ taxes }: Pricing): string[] =>
  taxes.map(({ name, percent, amount }) => `${singleLine(name)} ${percent}%  ${money(amount)}`);

/** The lines and the shipping that are refunded, one below the other; empty for an amount that belongs to no part. */
export const refundedParts = ({
  lines,
  lineRefunds = [],
  shippingRefund,
}: EventData<'order.refunded.v1'>): string =>
  [
    ...lineRefunds.map(({ variantId, quantity, amount }) => {
      const title = lines.find((line) => line.variantId === variantId)?.title ?? variantId;
      return `${quantity} x ${singleLine(title)}  ${money(amount)}`;
    }),
    ...(shippingRefund ? [`Shipping  ${money(shippingRefund)}`] : []),
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
