import {
  idempotencyKeyField,
  moneyToMessage,
  newId,
  newIdempotencyKey,
  refuse,
  type Viewer,
  validate,
} from '@shop/schema';
import { z } from 'zod';
import { cancelled } from './cancel-order.ts';
import { canMove, move, type Order, type OrderEvent, orderMessage, type Payment } from './order.ts';
import type { Change, ChargeResult, OrderStore, PaymentProvider } from './ports.ts';

const payOrderInput = z.object({
  orderId: z.string(),
  paymentToken: z.string().min(1, 'must not be empty').max(200, 'must have at most 200 characters'),
  idempotencyKey: idempotencyKeyField,
});
export type PayOrderInput = z.input<typeof payOrderInput>;

/**
 * Pays an order of the caller in full: notes the attempt, asks the provider, notes the outcome.
 * A crash in between is healed by calling again with the same key, since the provider takes the
 * money once per payment. Refuses NOT_FOUND, ILLEGAL_TRANSITION, PAYMENT_IN_PROGRESS, PAYMENT_DECLINED.
 */
export async function payOrder(
  { orders, payments }: { orders: OrderStore; payments: PaymentProvider },
  customer: Viewer,
  input: PayOrderInput,
  now = new Date(),
): Promise<Order> {
  const request = validate(payOrderInput, input);
  const key = newIdempotencyKey('payOrder', customer.id, request);
  const begun =
    (await orders.byKey(key)) ??
    (await orders.update(request.orderId, beginPayment(customer, key.key, now), key));

  const payment = begun.payments.find((one) => one.idempotencyKey === key.key);
  if (!payment) throw new Error(`order ${begun.id} has lost the payment of its key`);
  const settled = payment.status === 'PENDING' ? await charge(begun, payment) : begun;
  const failed = settled.payments.find(
    ({ id, status }) => id === payment.id && status === 'FAILED',
  );
  if (failed) refuse('PAYMENT_DECLINED', `The payment was declined: ${failed.failureCode}.`);
  return settled;

  async function charge(order: Order, { id, amount }: Payment): Promise<Order> {
    const result = await payments.charge({ key: id, amount, token: request.paymentToken });
    return orders.update(order.id, settlePayment(id, result));
  }
}

const beginPayment =
  (customer: Viewer, key: string, now: Date) =>
  (order: Order): Change<Order, OrderEvent> => {
    if (order.customerId !== customer.id) refuse('NOT_FOUND', 'You have no such order.');
    if (!canMove(order, 'PAID')) {
      refuse('ILLEGAL_TRANSITION', `An order that is ${order.status} cannot be paid.`);
    }
    if (order.payments.some(({ status }) => status === 'PENDING')) {
      refuse('PAYMENT_IN_PROGRESS', 'Another payment for this order is under way.');
    }
    const payment: Payment = {
      id: newId(),
      idempotencyKey: key,
      status: 'PENDING',
      amount: order.total,
      failureCode: null,
      createdAt: now,
    };
    return { next: { ...order, payments: [...order.payments, payment] }, events: [] };
  };

/** Notes the provider's answer. A payment that was settled before stays as it is. */
export const settlePayment =
  (paymentId: string, result: ChargeResult) =>
  (order: Order): Change<Order, OrderEvent> => {
    const payment = order.payments.find(({ id }) => id === paymentId);
    if (payment?.status !== 'PENDING') return { next: order, events: [] };
    const failureCode = result.status === 'FAILED' ? result.code : null;
    const settled = {
      ...order,
      payments: order.payments.map((one) =>
        one.id === paymentId ? { ...one, status: result.status, failureCode } : one,
      ),
    };
    return failureCode === null
      ? paid(settled, paymentId)
      : declined(settled, payment, failureCode);
  };

function paid(order: Order, paymentId: string): Change<Order, OrderEvent> {
  const next = move(order, 'PAID');
  const data = { ...orderMessage(next), paymentId };
  return { next, events: [{ type: 'order.paid.v1', subject: order.id, data }] };
}

function declined(order: Order, { id, amount }: Payment, code: string): Change<Order, OrderEvent> {
  const { next, events } = cancelled(order, `payment declined: ${code}`);
  const data = { orderId: order.id, paymentId: id, amount: moneyToMessage(amount), code };
  return { next, events: [{ type: 'payment.failed.v1', subject: order.id, data }, ...events] };
}
