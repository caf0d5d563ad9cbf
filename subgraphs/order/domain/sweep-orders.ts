import { cancelled } from './cancel-order.ts';
import type { Order } from './order.ts';
import { isOpen } from './payment.ts';
import {
  type DueOrders,
  type OrderStore,
  type PaymentProvider,
  ProviderUnavailable,
} from './ports.ts';
import { sendRefunds } from './send-refunds.ts';
import { settleCharge } from './settle-charge.ts';

type Parts = {
  readonly orders: OrderStore;
  readonly due: DueOrders;
  readonly payments: PaymentProvider;
};

/** A call to the provider is over after this long; its outcome can be asked for. */
const answerMs = 10_000;
/** A charge that the provider has not heard of by then was lost on the way. */
const lostMs = 5 * 60_000;
/** So many orders of each kind in one sweep. */
const batch = 100;

/**
 * Does what time alone makes due: asks for the outcome of payments nobody answered, sends refunds
 * again, cancels what was not paid in time. May run anywhere, any number of times at once: every
 * step decides under the lock of its order, and the provider acts once per key.
 */
export async function sweepOrders(parts: Parts, now = new Date()): Promise<void> {
  const { orders, due } = parts;
  for (const order of await due.openPayments(new Date(now.getTime() - answerMs), batch)) {
    await reconcile(parts, order, now);
  }
  for (const { id } of await due.expired(now, batch)) await orders.update(id, expire(now));
  for (const order of await due.pendingRefunds(batch)) await sendRefunds(parts, order);
}

/** Asks the provider how the open payments of an order stand. */
async function reconcile({ orders, payments }: Parts, order: Order, now: Date): Promise<void> {
  for (const { id, createdAt } of order.payments.filter(isOpen)) {
    try {
      const found = await payments.find(id);
      const lost = !found && now.getTime() - createdAt.getTime() > lostMs;
      const result = lost ? ({ status: 'FAILED', code: 'not_received' } as const) : found;
      if (result) await settleCharge(orders, id, result, now);
    } catch (error) {
      if (!(error instanceof ProviderUnavailable)) throw error;
    }
  }
}

const expire = (now: Date) => (order: Order) =>
  order.status === 'CONFIRMED' && order.expiresAt && order.expiresAt <= now
    ? cancelled(order, 'It was not paid in time.', now)
    : { next: order, events: [] };
