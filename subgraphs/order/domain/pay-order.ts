import { idempotencyKeyField, newId, newIdempotencyKey, refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { type Asker, isOwn, keyOwner } from './guest.ts';
import { canMove, noSuchOrder, type Order, type OrderChange, orderTokenField } from './order.ts';
import { isOpen, type Payment } from './payment.ts';
import {
  type ChargeResult,
  type OrderStore,
  type PaymentProvider,
  ProviderUnavailable,
} from './ports.ts';
import { sendRefunds } from './send-refunds.ts';
import { settledCharge } from './settle-charge.ts';

const payOrderInput = z.object({
  orderId: z.string(),
  orderToken: orderTokenField,
  paymentToken: z.string().min(1, 'must not be empty').max(200, 'must have at most 200 characters'),
  idempotencyKey: idempotencyKeyField,
});
export type PayOrderInput = z.input<typeof payOrderInput>;

type Parts = { readonly orders: OrderStore; readonly payments: PaymentProvider };

/**
 * Pays an order of the caller, or of a guest whose token it has, in full: notes the attempt, asks the provider, notes the outcome. The
 * payment stays PENDING when the provider does not answer: the same key asks again, and the sweep
 * asks for the outcome. The money is taken once per payment.
 * Refuses NOT_FOUND, ILLEGAL_TRANSITION, PAYMENT_IN_PROGRESS, PAYMENT_DECLINED.
 */
export async function payOrder(
  parts: Parts,
  viewer: Viewer | undefined,
  input: PayOrderInput,
  now = new Date(),
): Promise<Order> {
  const { orders } = parts;
  const request = validate(payOrderInput, input);
  const asker = { viewer, orderToken: request.orderToken };
  const key = newIdempotencyKey('payOrder', keyOwner(asker), request);
  const begun = await orders.update(request.orderId, beginPayment(asker, key.key, now), key);
  const payment = begun.payments.find((one) => one.idempotencyKey === key.key);
  if (!payment) throw new Error(`order ${begun.id} has lost the payment of its key`);
  // One that was cancelled since the first call is not charged any more.
  if (isOpen(payment)) toBePaid(begun);
  const settled = isOpen(payment)
    ? await charge(parts, begun, payment, request.paymentToken, now)
    : begun;
  const outcome = settled.payments.find(({ id }) => id === payment.id);
  if (outcome?.status === 'FAILED') {
    refuse('PAYMENT_DECLINED', `The payment was declined: ${outcome.failureCode}.`);
  }
  return settled;
}

async function charge(
  { orders, payments }: Parts,
  order: Order,
  { id, amount }: Payment,
  token: string,
  now: Date,
): Promise<Order> {
  let result: ChargeResult;
  try {
    result = await payments.charge({ key: id, amount, token });
  } catch (error) {
    if (error instanceof ProviderUnavailable) return order;
    throw error;
  }
  const settled = await orders.update(order.id, settledCharge(id, result, now));
  // Money for an order that was cancelled meanwhile.
  return sendRefunds({ orders, payments }, settled);
}

function toBePaid(order: Order): void {
  if (canMove(order, 'PAID')) return;
  refuse('ILLEGAL_TRANSITION', `An order that is ${order.status} cannot be paid.`);
}

const beginPayment =
  (asker: Asker, key: string, now: Date) =>
  (order: Order): OrderChange => {
    if (!isOwn(order, asker)) noSuchOrder();
    toBePaid(order);
    if (order.payments.some(isOpen)) {
      refuse('PAYMENT_IN_PROGRESS', 'Another payment for this order is under way.');
    }
    const payment: Payment = {
      id: newId(),
      idempotencyKey: key,
      status: 'PENDING',
      amount: order.total,
      failureCode: null,
      actionUrl: null,
      createdAt: now,
    };
    return { next: { ...order, payments: [...order.payments, payment] }, events: [] };
  };
