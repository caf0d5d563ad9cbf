import { canBePaid } from './amount-due.ts';
import { decideCancellation } from './cancel-order.ts';
import { withCaptureOfRest } from './capture.ts';
import type { Order } from './order.ts';
import { changeOf, unchanged } from './order-change.ts';
import { isExpiring, isLost, lostCharge, nextPollAt } from './payment-polling.ts';
import {
  type ChargeResult,
  type DueOrders,
  type PaymentPorts,
  type PaymentProvider,
  ProviderUnavailable,
  providerOf,
} from './ports.ts';
import { causeOfShop } from './reason-codes.ts';
import { sendCaptures } from './send-captures.ts';
import { sendRefunds } from './send-refunds.ts';
import { settleCharge } from './settle-charge.ts';

export type SweepPorts = PaymentPorts & {
  readonly giftCardPayments: PaymentProvider;
  readonly due: DueOrders;
  /** How long inventory may take to reserve stock, in milliseconds. */
  readonly pendingMs: number;
  /** Reports the failure of one order or payment; the sweep continues with the others. */
  readonly report: (error: unknown, id: string) => void;
};

/** At most this many of each kind in one sweep. */
const batchSize = 100;

/**
 * Does what is due by time alone: polls the provider about open payments, captures authorised ones that are about to
 * expire or whose capture has no answer, cancels orders that were not paid
 * or whose stock was not reserved in time, and sends pending refunds again. Any number of processes may
 * sweep at once: every step decides under the lock of its order, and the provider acts once per key.
 */
export async function sweepOrders(ports: SweepPorts, now = new Date()): Promise<void> {
  const { orders, due, pendingMs, report } = ports;
  const attempt = async (id: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ProviderUnavailable)) report(error, id);
    }
  };
  for (const id of await due.paymentsToPoll(now, batchSize)) {
    await attempt(id, () => pollPayment(ports, id, now));
  }
  for (const { id } of await due.expired(now, batchSize)) {
    await attempt(id, () => orders.update(id, cancelUnpaid(now)));
  }
  for (const { id } of await due.pending(new Date(now.getTime() - pendingMs), batchSize)) {
    await attempt(id, () => orders.update(id, cancelUnreserved(now)));
  }
  for (const order of await due.pendingRefunds(batchSize)) {
    await attempt(order.id, () => sendRefunds(ports, order));
  }
}

/** Asks the provider how a payment stands and saves the result; captures what is due of an authorised one. */
async function pollPayment(ports: SweepPorts, id: string, now: Date): Promise<void> {
  const { orders, due } = ports;
  const order = await orders.byPayment(id);
  const payment = order?.payments.find((one) => one.id === id);
  if (!order || !payment) return;
  // Scheduled first, so that a payment whose poll fails does not block the others.
  await due.schedulePoll(id, nextPollAt(payment, now));
  if (payment.status === 'AUTHORISED') {
    const isOver = isExpiring(payment, now);
    await sendCaptures(ports, isOver ? await orders.update(order.id, captureRest(id, now)) : order);
    return;
  }
  const result =
    (await findCharge(providerOf(ports, payment), order, id)) ??
    (isLost(payment, now) ? lostCharge : undefined);
  if (result) await settleCharge(orders, id, result, now);
}

const captureRest = (paymentId: string, now: Date) => (order: Order) => {
  const next = withCaptureOfRest(order, paymentId, now);
  return next === order ? unchanged(order) : changeOf(order, next);
};

/** Returns the state of a charge. Cancels one that waits for its customer when its order can no longer be paid. */
async function findCharge(
  payments: PaymentProvider,
  order: Order,
  key: string,
): Promise<ChargeResult | undefined> {
  const found = await payments.find(key);
  const isAbandoned = found?.status === 'REQUIRES_ACTION' && !canBePaid(order);
  return isAbandoned ? payments.cancel(key) : found;
}

const cancelUnpaid = (now: Date) => (order: Order) =>
  order.status === 'CONFIRMED' && order.expiresAt && order.expiresAt <= now
    ? decideCancellation(order, causeOfShop('NOT_PAID'), now)
    : unchanged(order);

const cancelUnreserved = (now: Date) => (order: Order) =>
  order.status === 'PENDING'
    ? decideCancellation(order, causeOfShop('NOT_RESERVED'), now)
    : unchanged(order);
