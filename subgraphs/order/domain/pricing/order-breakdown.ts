import type { Order } from '../order.ts';
import type { Breakdown } from './breakdown.ts';
import { type DescribedBreakdown, type DescribedPart, describe } from './describe.ts';
import { noRules, priceOrder } from './price-order.ts';

/** Returns what the total of an order consists of: the breakdown it was placed with, or the sum of its lines. */
export const breakdownOf = ({
  pricing,
  lines,
  total,
}: Pick<Order, 'pricing' | 'lines' | 'total'>): Breakdown =>
  pricing ?? sumOfLines(total.currency, lines);

const sumOfLines = (currency: string, lines: Order['lines']): Breakdown =>
  priceOrder(
    {
      ...{ currency, shippingMethod: null, destination: null, isTaxExempt: false },
      lines: lines.map((line) => ({
        ...{ ...line, categoryIds: [], taxClass: null, weightGrams: null, isShipped: true },
      })),
    },
    noRules,
    new Date(0),
  );

const described = new WeakMap<Order, DescribedBreakdown>();

/** Describes what the total of an order consists of, once for all fields that read it. */
export function describeOrder(order: Order): DescribedBreakdown {
  const known = described.get(order) ?? describe(breakdownOf(order));
  described.set(order, known);
  return known;
}

/** Describes what a line of an order costs. */
export function describeLine({
  variantId,
  order,
}: {
  readonly variantId: string;
  readonly order: Order;
}): DescribedPart {
  const line = describeOrder(order).lines.find((one) => one.variantId === variantId);
  if (!line) throw new Error(`order ${order.id} has no price of variant ${variantId}`);
  return line;
}
