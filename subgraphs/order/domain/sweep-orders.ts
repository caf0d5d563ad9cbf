import { isLost, lostCharge, nextAsk } from './ask-payment.ts';
import { cancelled } from './cancel-order.ts';
import { canMove, type Order } from './order.ts';
import {
  type ChargeResult,
  type DueOrders,
  type OrderStore,
  type PaymentProvider,
  ProviderUnavailable,
} from './ports.ts';
import { sendRefunds } from './send-refunds.ts';
import { settleCharge } from './settle-charge.ts';

export type SweepParts = {
  readonly orders: OrderStore;
  readonly due: DueOrders;
  readonly payments: PaymentProvider;
  /** How long inventory may take to answer, in milliseconds. */
  readonly pendingMs: number;
  /** Hears what went wrong with one order or payment; the others go on. */
  readonly report: (error: unknown, id: string) => void;
};

/** So many of each kind in one sweep. */
const batch = 100;

/**
 * Does what time alone makes due: asks for the outcome of payments nobody answered, cancels what was
 * not paid, or not answered by inventory, in time, sends refunds again. May run anywhere, any number
 * of times at once: every step decides under the lock of its order, and the provider acts once per key.
 */
export async function sweepOrders(parts: SweepParts, now = new Date()): Promise<void> {
  const { orders, due, pendingMs, report } = parts;
  const attempt = async (id: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ProviderUnavailable)) report(error, id);
    }
  };
  for (const id of await due.paymentsToAsk(now, batch)) {
    await attempt(id, () => ask(parts, id, now));
  }
  for (const { id } of await due.expired(now, batch)) {
    await attempt(id, () => orders.update(id, expire(now)));
  }
  for (const { id } of await due.pending(new Date(now.getTime() - pendingMs), batch)) {
    await attempt(id, () => orders.update(id, giveUp(now)));
  }
  for (const order of await due.pendingRefunds(batch)) {
    await attempt(order.id, () => sendRefunds(parts, order));
  }
}

/** Asks the provider how a payment stands, and notes what it says. */
async function ask({ orders, due, payments }: SweepParts, id: string, now: Date): Promise<void> {
  const order = await orders.byPayment(id);
  const payment = order?.payments.find((one) => one.id === id);
  if (!order || !payment) return;
  // Noted first: one that cannot be asked about is in nobody's way.
  await due.askAgain(id, nextAsk(payment, now));
  const result = (await standing(payments, order, id)) ?? (isLost(payment, now) && lostCharge);
  if (result) await settleCharge(orders, id, result, now);
}

/** How the charge stands. One that waits for its customer is called off when its order is over. */
async function standing(
  payments: PaymentProvider,
  order: Order,
  key: string,
): Promise<ChargeResult | undefined> {
  const found = await payments.find(key);
  const abandoned = found?.status === 'REQUIRES_ACTION' && !canMove(order, 'PAID');
  return abandoned ? payments.cancel(key) : found;
}

const expire = (now: Date) => (order: Order) =>
  order.status === 'CONFIRMED' && order.expiresAt && order.expiresAt <= now
    ? cancelled(order, 'It was not paid in time.', now)
    : { next: order, events: [] };

const giveUp = (now: Date) => (order: Order) =>
  order.status === 'PENDING'
    ? cancelled(order, 'Its stock was not reserved in time.', now)
    : { next: order, events: [] };
