import { Refusal } from '@shop/domain';
import type { Order } from '../domain/order.ts';
import type { PaymentOutcome } from '../domain/pay-order.ts';

/** Returns the order after a payment. Throws a refusal when the payment was declined. */
export function paidOrder({ order, reasons }: PaymentOutcome): Order {
  if (reasons.length > 0) throw new Refusal(reasons);
  return order;
}
