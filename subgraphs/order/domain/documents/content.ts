import { countries, displayEmail, type PostalAddress } from '@shop/domain';
import type { Order, OrderLine } from '../order.ts';
import type { Refund, RefundParts } from '../payment.ts';
import {
  type Breakdown,
  exemptedOf,
  type PricedPart,
  payableOf,
  taxesOf,
} from '../pricing/breakdown.ts';
import { breakdownOf } from '../pricing/order-breakdown.ts';
import { type Credit, creditedTaxes, leftOf } from './credited-taxes.ts';
import {
  creditNotesOf,
  type DocumentContent,
  type DocumentLine,
  invoicesOf,
  type OrderDocument,
  type Seller,
} from './document.ts';

/** Returns the content of the invoice of an order. */
export function invoiceContent(order: Order, seller: Seller): DocumentContent {
  const priced = breakdownOf(order);
  return {
    ...headOf(order, seller, priced),
    invoiceNumber: null,
    lines: [...order.lines.map((line) => invoiceLine(line, priced)), ...shippingLines(priced)],
    taxes: taxesOf(priced),
    exempted: exemptedOf(priced),
    total: payableOf(priced),
  };
}

/** Returns the content of the credit note of a refund, after the documents that the order has. */
export function creditNoteContent(
  order: Order,
  { amount, parts, paymentId, reasonCode }: Refund,
  issued: readonly OrderDocument[],
  seller: Seller,
): DocumentContent {
  const priced = breakdownOf(order);
  const invoices = invoicesOf(issued);
  // A payment that has no invoice of its own is in that of another one.
  const invoice = invoices.find(({ id }) => id === paymentId) ?? invoices[0];
  const contentsOf = (documents: readonly OrderDocument[]) => documents.map((one) => one.content);
  const left = leftOf(contentsOf(invoices), contentsOf(creditNotesOf(issued)));
  const title = reasonCode === 'ORDER_CHANGED' ? 'Changes' : 'Refund';
  const credits = parts ? creditsOf(parts, priced) : [{ part: left, minor: amount.minor }];
  return {
    ...headOf(order, seller, priced),
    invoiceNumber: invoice?.number ?? null,
    lines: parts
      ? creditLines(order, parts)
      : [amountLine(`${title} of order ${order.number}`, amount.minor)],
    taxes: creditedTaxes(left, credits),
    exempted: 0n,
    total: amount.minor,
  };
}

/** Returns what all documents of an order begin with. */
export const headOf = (order: Order, seller: Seller, { currency, taxesIncluded }: Breakdown) => ({
  seller,
  buyer: { address: addressLines(order.billingAddress), email: displayEmail(order.email) },
  orderNumber: order.number,
  placedAt: order.placedAt,
  currency,
  taxesIncluded,
});

function addressLines(address: PostalAddress): string[] {
  const { recipient, company, line1, line2, postalCode, city, region, country } = address;
  const town = [postalCode, city].filter(Boolean).join(' ');
  const name = countries().find(({ code }) => code === country)?.name ?? country;
  return [recipient, company, line1, line2, town, region, name].flatMap((line) => line || []);
}

function invoiceLine(line: OrderLine, { lines }: Breakdown): DocumentLine {
  const { title, sku, quantity, variantId } = line;
  const priced = lines.find((one) => one.variantId === variantId);
  if (!priced) throw new Error(`the order has no price of variant ${variantId}`);
  return { title, sku, quantity, ...amountsOf(priced) };
}

const shippingLines = ({ shipping }: Breakdown): DocumentLine[] =>
  shipping
    ? [{ title: `Shipping: ${shipping.name}`, sku: null, quantity: 1, ...amountsOf(shipping) }]
    : [];

const amountsOf = ({ subtotal, discounts, taxes, total }: PricedPart) => ({
  subtotal,
  discounts: discounts.map(({ name, minor }) => ({ name, minor })),
  taxes,
  total,
});

/** What a refund of parts pays back of each. */
function creditsOf({ lines, shipping }: RefundParts, priced: Breakdown): Credit[] {
  const ofLines = lines.flatMap(({ variantId, minor }) => {
    const part = priced.lines.find((one) => one.variantId === variantId);
    return part ? [{ part, minor }] : [];
  });
  const ofShipping =
    shipping !== null && priced.shipping ? [{ part: priced.shipping, minor: shipping }] : [];
  return [...ofLines, ...ofShipping];
}

function creditLines(order: Order, { lines, shipping }: RefundParts): DocumentLine[] {
  const ofLines = lines.flatMap(({ variantId, quantity, minor }) => {
    const line = order.lines.find((one) => one.variantId === variantId);
    return line ? [{ ...amountLine(line.title, minor), sku: line.sku, quantity }] : [];
  });
  return [...ofLines, ...(shipping === null ? [] : [amountLine('Shipping', shipping)])];
}

/** A line of an amount that belongs to no part of the order. */
export const amountLine = (title: string, minor: bigint): DocumentLine => ({
  ...{ title, sku: null, quantity: 1, subtotal: minor, discounts: [], taxes: [], total: minor },
});
