import { type Money, moneyToMessage } from '@shop/domain';
import { amountDueOf } from './account.ts';
import { type Order, type OrderEvent, orderEventData } from './order.ts';
import type { Payment } from './payment.ts';

/** Returns the event of money that was captured or authorised and does not make the order PAID. */
export function moneyEvent(
  order: Order,
  { id: paymentId, status }: Pick<Payment, 'id' | 'status'>,
  amount: Money,
): OrderEvent {
  const { id: orderId, number, customerId } = order;
  const amounts = {
    amount: moneyToMessage(amount),
    amountDue: moneyToMessage(amountDueOf(order)),
  };
  return {
    type: status === 'AUTHORISED' ? 'payment.authorised.v1' : 'payment.captured.v1',
    subject: orderId,
    data: { orderId, number, customerId, paymentId, ...amounts },
  };
}

/** Returns the event of a payment that was declined, or whose authorisation is lost. */
export const paymentFailed = (
  { id: orderId, customerId }: Order,
  { id: paymentId, amount }: Pick<Payment, 'id' | 'amount'>,
  code: string,
): OrderEvent => ({
  type: 'payment.failed.v1',
  subject: orderId,
  data: { orderId, customerId, paymentId, amount: moneyToMessage(amount), code },
});

/** Returns the event of an order that waits for a payment again, because this one can no longer be captured. */
export const paymentLost = (
  order: Order,
  { id: paymentId, amount }: Pick<Payment, 'id' | 'amount'>,
): OrderEvent => ({
  type: 'order.payment_lost.v1',
  subject: order.id,
  data: {
    ...orderEventData(order),
    ...{ paymentId, amount: moneyToMessage(amount) },
    amountDue: moneyToMessage(amountDueOf(order)),
  },
});
