import {
  expectedVersionField,
  expectVersion,
  fromAmount,
  idempotencyKeyField,
  type Money,
  newIdempotencyKey,
  reasonField,
  refuse,
  toAmount,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import type { Order } from './order.ts';
import { capturedPayment, newRefund, refundableOf } from './payment.ts';
import type { OrderStore, PaymentProvider } from './ports.ts';
import { sendRefunds } from './send-refunds.ts';

const refundOrderInput = z.object({
  orderId: z.string(),
  amount: z.object({ amount: z.string(), currencyCode: z.string() }).nullish(),
  reason: reasonField,
  expectedVersion: expectedVersionField,
  idempotencyKey: idempotencyKeyField,
});
export type RefundOrderInput = z.input<typeof refundOrderInput>;

/**
 * Gives money of an order back: the amount, or all that is left. The order stays where it stands.
 * Refuses NOT_FOUND, INVALID_VALUE, NOTHING_TO_REFUND, REFUND_EXCEEDS_PAYMENT, VERSION_CONFLICT.
 */
export async function refundOrder(
  { orders, payments }: { orders: OrderStore; payments: PaymentProvider },
  staff: Viewer,
  input: RefundOrderInput,
  now = new Date(),
): Promise<Order> {
  const request = validate(refundOrderInput, input);
  const key = newIdempotencyKey('refundOrder', staff.id, request);
  const decide = (order: Order) => {
    expectVersion(order, request.expectedVersion);
    const payment = capturedPayment(order);
    const left = refundableOf(order);
    if (!payment || left.minor <= 0n) {
      return refuse('NOTHING_TO_REFUND', 'Nothing was paid, or all of it was given back.');
    }
    const amount = request.amount ? amountOf(request.amount, left) : left;
    const refund = newRefund(
      payment.id,
      amount,
      { reason: request.reason, actorId: staff.id },
      now,
    );
    return { next: { ...order, refunds: [...order.refunds, refund] }, events: [] };
  };
  const order = await orders.update(request.orderId, decide, key);
  return sendRefunds({ orders, payments }, order);
}

function amountOf(
  { amount, currencyCode }: { readonly amount: string; readonly currencyCode: string },
  left: Money,
): Money {
  if (currencyCode !== left.currency) {
    refuse('INVALID_VALUE', `must be ${left.currency}`, ['amount', 'currencyCode']);
  }
  const money = fromAmount(amount, currencyCode);
  if (!money || money.minor <= 0n) {
    return refuse('INVALID_VALUE', 'must be an exact amount above 0', ['amount', 'amount']);
  }
  if (money.minor > left.minor) {
    const most = toAmount(left);
    return refuse('REFUND_EXCEEDS_PAYMENT', `At most ${most} can be given back.`, ['amount']);
  }
  return money;
}
