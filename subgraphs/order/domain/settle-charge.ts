import { moneyToMessage, refuse } from '@shop/domain';
import { cancelled } from './cancel-order.ts';
import { canMove, move, type Order, type OrderChange, orderMessage } from './order.ts';
import { isOpen, owe, type Payment } from './payment.ts';
import type { ChargeResult, OrderStore } from './ports.ts';

const late = {
  reason: 'The payment came when the order was no longer waiting for it.',
  actorId: null,
};

/**
 * Notes what the provider says of a payment, whoever brings the news: the answer to the call, a
 * webhook, or a later question. The first final answer counts, but for money that comes after all:
 * it is kept or given back. Refuses NOT_FOUND when no order has this payment.
 */
export async function settleCharge(
  orders: OrderStore,
  paymentId: string,
  result: ChargeResult,
  now = new Date(),
): Promise<Order> {
  const order = await orders.byPayment(paymentId);
  if (!order) return refuse('NOT_FOUND', 'There is no such payment.');
  return orders.update(order.id, settledCharge(paymentId, result, now));
}

/** The decision of `settleCharge`. */
export const settledCharge =
  (paymentId: string, result: ChargeResult, now: Date) =>
  (order: Order): OrderChange => {
    const payment = order.payments.find(({ id }) => id === paymentId);
    const lateMoney = payment?.status === 'FAILED' && result.status === 'CAPTURED';
    if (!payment || !(isOpen(payment) || lateMoney)) return { next: order, events: [] };
    const changed: Payment = {
      ...payment,
      status: result.status,
      failureCode: result.status === 'FAILED' ? result.code : null,
      actionUrl: result.status === 'REQUIRES_ACTION' ? result.actionUrl : null,
    };
    if (changed.status === payment.status && changed.actionUrl === payment.actionUrl) {
      return { next: order, events: [] };
    }
    const payments = order.payments.map((one) => (one === payment ? changed : one));
    const next = { ...order, payments };
    if (changed.status === 'CAPTURED') return captured(next, changed, now);
    return changed.status === 'FAILED' ? failed(next, changed, now) : { next, events: [] };
  };

function captured(order: Order, payment: Payment, now: Date): OrderChange {
  if (!canMove(order, 'PAID')) return { next: owe(order, late, now), events: [] };
  const next = { ...move(order, 'PAID'), expiresAt: null };
  const data = { ...orderMessage(next), paymentId: payment.id };
  return { next, events: [{ type: 'order.paid.v1', subject: order.id, data }] };
}

function failed(order: Order, { id, amount, failureCode }: Payment, now: Date): OrderChange {
  const code = failureCode ?? 'unknown';
  const data = { orderId: order.id, paymentId: id, amount: moneyToMessage(amount), code };
  const event = { type: 'payment.failed.v1', subject: order.id, data } as const;
  if (!canMove(order, 'PAID')) return { next: order, events: [event] };
  const { next, events } = cancelled(order, `payment declined: ${code}`, now);
  return { next, events: [event, ...events] };
}
