import { newId } from '@shop/domain';
import { capturableOf, capturedForOrder } from './account.ts';
import { linesToShip, unitsToShip } from './fulfilment.ts';
import type { Order } from './order.ts';
import type { Capture, Payment } from './payment.ts';
import { sumOf } from './pricing/breakdown.ts';
import { breakdownOf } from './pricing/order-breakdown.ts';

/** Stripe allows so many captures of one charge (docs.stripe.com/payments/multicapture); the last takes all. */
const maxCaptures = 50;

/** Returns the price of what was shipped: of units, and of shipping with the first parcel. In minor units. */
function shippedPrice(order: Order): bigint {
  const priced = breakdownOf(order);
  const lines = order.lines.map((line) => {
    const total = priced.lines.find((one) => one.variantId === line.variantId)?.total ?? 0n;
    // Rounded as refunds of the units that are left would be.
    return total - (total * BigInt(unitsToShip(order, line))) / BigInt(line.quantity);
  });
  return sumOf(lines) + (priced.shipping?.total ?? 0n);
}

/**
 * Returns the order with pending captures of its authorised payments: as much as pays for the parcels so far; everything
 * with the last one, and for an authorisation that allows one capture. Unchanged when nothing is authorised.
 */
export function withCapturesOfParcel(order: Order, fulfilmentId: string, now: Date): Order {
  const isLast = linesToShip(order).length === 0;
  let left = shippedPrice(order) - capturedForOrder(order);
  return withPayments(order, (payment) => {
    const capturable = capturableOf(payment, order);
    const isWhole =
      isLast ||
      payment.authorisation?.captures === 'ONE' ||
      payment.captures.length + 1 >= maxCaptures;
    if (capturable <= 0n || (left <= 0n && !isLast)) return payment;
    const minor = isWhole || capturable < left ? capturable : left;
    left -= minor;
    return withCapture(payment, { minor, isFinal: minor === capturable, fulfilmentId }, now);
  });
}

/** Returns the order with pending captures of what pays for the parcels that were shipped. Unchanged before the first. */
export function withCapturesSoFar(order: Order, now: Date): Order {
  const latest = order.fulfilments.at(-1);
  return latest ? withCapturesOfParcel(order, latest.id, now) : order;
}

/** Returns the order with a pending capture of all that is left of a payment, which is about to expire. */
export const withCaptureOfRest = (order: Order, paymentId: string, now: Date): Order =>
  withPayments(order, (payment) => {
    const minor = payment.id === paymentId ? capturableOf(payment, order) : 0n;
    return minor > 0n
      ? withCapture(payment, { minor, isFinal: true, fulfilmentId: null }, now)
      : payment;
  });

function withPayments(order: Order, change: (payment: Payment) => Payment): Order {
  const payments = order.payments.map(change);
  const isSame = payments.every((payment, index) => payment === order.payments[index]);
  return isSame ? order : { ...order, payments };
}

const withCapture = (
  payment: Payment,
  capture: Pick<Capture, 'minor' | 'isFinal' | 'fulfilmentId'>,
  now: Date,
): Payment => ({
  ...payment,
  captures: [
    ...payment.captures,
    { id: newId(), status: 'PENDING', failureCode: null, createdAt: now, ...capture },
  ],
});
