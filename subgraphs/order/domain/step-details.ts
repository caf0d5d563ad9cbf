import { type MoneyMessage, moneyToMessage } from '@shop/domain';
import type { OrderEvent } from './order.ts';
import type { Payment, Refund } from './payment.ts';

export type PaymentStepDetails = {
  readonly type: 'PAYMENT';
  readonly paymentId: string;
  readonly amount: MoneyMessage;
  readonly failureCode: string | null;
};

export type RefundStepDetails = {
  readonly type: 'REFUND';
  readonly refundId: string;
  readonly amount: MoneyMessage;
  readonly reason: string;
  readonly failureCode: string | null;
};

export type ShipmentStepDetails = {
  readonly type: 'SHIPMENT';
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
};

export type CancellationStepDetails = { readonly type: 'CANCELLATION'; readonly reason: string };

/** The data of a step, in the form in which it is stored. */
export type OrderStepDetails =
  | PaymentStepDetails
  | RefundStepDetails
  | ShipmentStepDetails
  | CancellationStepDetails;

/** Returns the data of the step of a payment. */
export const paymentDetails = ({ id, amount, failureCode }: Payment): OrderStepDetails => ({
  ...{ type: 'PAYMENT', paymentId: id, amount: moneyToMessage(amount), failureCode },
});

/** Returns the data of the step of a refund. */
export const refundDetails = ({ id, amount, reason, failureCode }: Refund): OrderStepDetails => ({
  ...{ type: 'REFUND', refundId: id, amount: moneyToMessage(amount), reason, failureCode },
});

/** Returns the data of the step of an event; null when its kind says everything. */
export function eventDetails(event: OrderEvent): OrderStepDetails | null {
  switch (event.type) {
    case 'payment.failed.v1': {
      const { paymentId, amount, code: failureCode } = event.data;
      return { type: 'PAYMENT', paymentId, amount, failureCode };
    }
    case 'order.paid.v1': {
      const { paymentId, total: amount } = event.data;
      return { type: 'PAYMENT', paymentId, amount, failureCode: null };
    }
    case 'order.refunded.v1': {
      const { refundId, amount, reason } = event.data;
      return { type: 'REFUND', refundId, amount, reason, failureCode: null };
    }
    case 'order.shipped.v1': {
      const { carrier, trackingNumber } = event.data;
      return { type: 'SHIPMENT', carrier, trackingNumber };
    }
    case 'order.cancelled.v1':
      return { type: 'CANCELLATION', reason: event.data.reason };
    default:
      return null;
  }
}
