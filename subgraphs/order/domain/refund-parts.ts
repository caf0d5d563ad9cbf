import { amountDetails, refuse, toAmount } from '@shop/domain';
import { type RequestedUnits, requestedLine } from './line-units.ts';
import type { LineUnits, Order, OrderLine } from './order.ts';
import type { Refund, RefundCause, RefundedLine, RefundParts } from './payment.ts';
import { type Breakdown, sumOf } from './pricing/breakdown.ts';
import { breakdownOf } from './pricing/order-breakdown.ts';
import { refundOfUnits } from './pricing/refundable.ts';
import {
  lostSourcesOf,
  minorOfSources,
  newRefund,
  type RefundSource,
  refundableOf,
  refundSourcesOf,
  withRefund,
} from './refund-sources.ts';

/** The parts of an order that staff refund. */
export type RequestedParts = {
  readonly lines: readonly RequestedUnits[];
  readonly shipping: boolean;
};

/** Returns the refunds of parts that are pending or have succeeded. */
const partsRefunded = ({ refunds }: Order): RefundParts[] =>
  refunds.flatMap(({ status, parts }) => (parts && status !== 'FAILED' ? [parts] : []));

const linesRefunded = (order: Order, variantId: string): RefundedLine[] =>
  partsRefunded(order).flatMap(({ lines }) => lines.filter((one) => one.variantId === variantId));

/** Returns the units of a line that refunds of lines have paid back, or are about to. */
export const refundedUnits = (order: Order, variantId: string): number =>
  linesRefunded(order, variantId).reduce((sum, { quantity }) => sum + quantity, 0);

const unitsToRefund = (order: Order, { variantId, quantity }: LineUnits): number =>
  quantity - refundedUnits(order, variantId);

/** Units that the customer does not keep, and whether shipping is paid back with them. */
export type UnkeptParts = { readonly lines: readonly LineUnits[]; readonly shipping: boolean };

/**
 * Returns the order with a pending refund of units that were cancelled or returned, as far as they were paid and are not
 * refunded yet, and in the same way of shipping. Unchanged when nothing was.
 */
export function withRefundOfUnits(
  order: Order,
  unkept: UnkeptParts,
  cause: RefundCause,
  now: Date,
): Order {
  const priced = breakdownOf(order);
  const lines = order.lines.flatMap((line) => {
    const quantity =
      unkept.lines.find(({ variantId }) => variantId === line.variantId)?.quantity ?? 0;
    const left = Math.min(quantity, unitsToRefund(order, line));
    return left > 0 ? [refundOfLine(order, priced, line, left)] : [];
  });
  const shipping = unkept.shipping ? shippingLeft(order, priced) : 0n;
  const parts = { lines, shipping: shipping > 0n ? shipping : null };
  const minor = minorOf(parts);
  const lost = lostSourcesOf(order);
  const sources = lost.length > 0 ? [...lost, ...refundSourcesOf(order)] : sourcesOf(order, minor);
  // Less is left than was paid for them, since staff have refunded amounts before.
  if (minor > minorOfSources(sources)) {
    return withRefund(order, cause, now, { minor, currency: order.total.currency }, sources);
  }
  return minor === 0n ? order : withPartsRefunded(order, parts, cause, now, sources);
}

/**
 * Returns the order with pending refunds of these parts: of each line what the customer paid for the units, with its
 * discounts and taxes. Refuses NOT_FOUND, INVALID_VALUE, NOTHING_TO_REFUND, REFUND_EXCEEDS_PAYMENT.
 */
export function withRefundOfParts(
  order: Order,
  requested: RequestedParts,
  cause: RefundCause,
  now: Date,
): Order {
  const priced = breakdownOf(order);
  const leftOf = (line: OrderLine) => unitsToRefund(order, line);
  const lines = requested.lines.map((one, index) =>
    refundOfLine(order, priced, requestedLine(order, one, index, leftOf), one.quantity),
  );
  const shipping = requested.shipping ? shippingToRefund(order, priced) : null;
  const parts = { lines, shipping };
  const minor = minorOf(parts);
  if (minor === 0n) refuse('NOTHING_TO_REFUND', 'Nothing was paid for these parts.');
  const left = refundableOf(order);
  if (minor > left.minor) {
    const { currency } = left;
    return refuse(
      'REFUND_EXCEEDS_PAYMENT',
      `These parts cost ${toAmount({ minor, currency })} ${currency}, and at most ${toAmount(left)} ${currency} can be refunded.`,
      requested.lines.length > 0 ? ['lines'] : ['shipping'],
      amountDetails(left),
    );
  }
  return withPartsRefunded(order, parts, cause, now);
}

const minorOf = ({ lines, shipping }: RefundParts): bigint =>
  sumOf(lines.map((line) => line.minor)) + (shipping ?? 0n);

/**
 * Returns the sources of an amount: the first payment that has enough left, and otherwise all, from the first on. What is not
 * captured of a payment is released before anything of it is paid back.
 */
function sourcesOf(order: Order, minor: bigint): RefundSource[] {
  const sources = refundSourcesOf(order);
  const enough = sources
    .map(({ payment }) => sources.filter((one) => one.payment === payment))
    .find((ofPayment) => minorOfSources(ofPayment) >= minor);
  return enough ?? sources;
}

/** Returns the order with pending refunds of these parts, from the first source on. */
function withPartsRefunded(
  order: Order,
  parts: RefundParts,
  cause: RefundCause,
  now: Date,
  sources = sourcesOf(order, minorOf(parts)),
): Order {
  const refunds: Refund[] = [];
  let left = parts;
  for (const source of sources) {
    const [taken, rest] = splitParts(left, source.minor);
    const amount = minorOf(taken);
    if (amount > 0n) refunds.push(newRefund(source, amount, cause, now, taken));
    left = rest;
  }
  return { ...order, refunds: [...order.refunds, ...refunds] };
}

/** Splits parts into those up to an amount, and the rest. Units of a line that is split count for the first. */
function splitParts({ lines, shipping }: RefundParts, most: bigint): [RefundParts, RefundParts] {
  let left = most;
  const take = (minor: bigint): bigint => {
    const taken = minor < left ? minor : left;
    left -= taken;
    return taken;
  };
  const takenLines: RefundedLine[] = [];
  const restLines: RefundedLine[] = [];
  for (const line of lines) {
    const minor = take(line.minor);
    const isWhole = minor === line.minor;
    if (isWhole || minor > 0n) takenLines.push({ ...line, minor });
    const quantity = minor > 0n ? 0 : line.quantity;
    if (!isWhole) restLines.push({ ...line, quantity, minor: line.minor - minor });
  }
  const takenShipping = shipping === null ? 0n : take(shipping);
  const restShipping = (shipping ?? 0n) - takenShipping;
  return [
    { lines: takenLines, shipping: takenShipping > 0n ? takenShipping : null },
    { lines: restLines, shipping: restShipping > 0n ? restShipping : null },
  ];
}

/** Returns what the customer paid for units of a line that are not refunded yet. */
function refundOfLine(
  order: Order,
  priced: Breakdown,
  line: OrderLine,
  quantity: number,
): RefundedLine {
  const { variantId } = line;
  const unitsBefore = refundedUnits(order, variantId);
  const total = priced.lines.find((one) => one.variantId === variantId)?.total ?? 0n;
  const refundedBefore = sumOf(linesRefunded(order, variantId).map((one) => one.minor));
  const units = { quantity: line.quantity, unitsBefore, refundedBefore, units: quantity };
  return { variantId, quantity, minor: refundOfUnits(total, units) };
}

const isShippingRefunded = (order: Order): boolean =>
  partsRefunded(order).some((parts) => parts.shipping !== null);

/** Returns what was paid for shipping and is not refunded yet, in minor units. */
const shippingLeft = (order: Order, { shipping }: Breakdown): bigint =>
  shipping && !isShippingRefunded(order) ? shipping.total : 0n;

function shippingToRefund(order: Order, priced: Breakdown): bigint {
  const left = shippingLeft(order, priced);
  if (left > 0n) return left;
  const why = isShippingRefunded(order)
    ? 'Shipping was refunded already.'
    : 'Nothing was paid for shipping.';
  return refuse('NOTHING_TO_REFUND', why, ['shipping']);
}
