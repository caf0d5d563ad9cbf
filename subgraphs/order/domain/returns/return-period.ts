import type { Order } from '../order.ts';

/** How long customers may return an order after its last parcel has arrived, in milliseconds. */
export type ReturnPeriod = number;

/** Returns when customers may no longer request returns; null before the whole order has arrived. */
export function returnableUntil({ status, fulfilments }: Order, period: ReturnPeriod): Date | null {
  if (status !== 'DELIVERED') return null;
  const arrivals = fulfilments.map(({ deliveredAt }) => deliveredAt?.getTime() ?? 0);
  return new Date(Math.max(...arrivals) + period);
}

/** Whether customers may no longer request returns. */
export function isReturnPeriodOver(order: Order, period: ReturnPeriod, now: Date): boolean {
  const end = returnableUntil(order, period);
  return end !== null && end <= now;
}
