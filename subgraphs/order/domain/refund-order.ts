import {
  assertVersion,
  expectedVersionField,
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
import { changeOf } from './order-change.ts';
import { capturedPayment, newRefund, refundableOf } from './payment.ts';
import type { PaymentPorts } from './ports.ts';
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
 * Refunds an amount of an order, or everything that is refundable. The status of the order stays the same.
 * Refuses NOT_FOUND, INVALID_VALUE, NOTHING_TO_REFUND, REFUND_EXCEEDS_PAYMENT, VERSION_CONFLICT.
 */
export async function refundOrder(
  { orders, payments }: PaymentPorts,
  staff: Viewer,
  input: RefundOrderInput,
  now = new Date(),
): Promise<Order> {
  const request = validate(refundOrderInput, input);
  const key = newIdempotencyKey('refundOrder', staff.id, request);
  const decide = (order: Order) => {
    assertVersion(order, request.expectedVersion);
    const payment = capturedPayment(order);
    const left = refundableOf(order);
    if (!payment || left.minor <= 0n) {
      return refuse('NOTHING_TO_REFUND', 'Nothing was paid, or everything was refunded already.');
    }
    const amount = request.amount ? parseAmount(request.amount, left) : left;
    const refund = newRefund(
      payment.id,
      amount,
      { reason: request.reason, actorId: staff.id },
      now,
    );
    return changeOf(order, { ...order, refunds: [...order.refunds, refund] });
  };
  const order = await orders.update(request.orderId, decide, key);
  return sendRefunds({ orders, payments }, order);
}

function parseAmount(
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
    const most = `${toAmount(left)} ${left.currency}`;
    return refuse('REFUND_EXCEEDS_PAYMENT', `At most ${most} can be refunded.`, ['amount']);
  }
  return money;
}
