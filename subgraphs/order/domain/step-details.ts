import { type MoneyMessage, moneyToMessage } from '@shop/domain';
import type { OrderEdit } from './edits/edit.ts';
import type { OrderEvent } from './order.ts';
import type { Payment, Refund } from './payment.ts';
import type { CancellationReasonCode, RefundReasonCode } from './reason-codes.ts';

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
  /** Absent in steps of before. */
  readonly reasonCode?: RefundReasonCode | null | undefined;
  readonly failureCode: string | null;
};

export type ShipmentStepDetails = {
  readonly type: 'SHIPMENT';
  /** Absent in steps of before. */
  readonly fulfilmentId?: string | undefined;
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
};

export type CancellationStepDetails = {
  readonly type: 'CANCELLATION';
  readonly reason: string;
  readonly reasonCode?: CancellationReasonCode | null | undefined;
};

export type ReturnStepDetails = { readonly type: 'RETURN'; readonly returnId: string };

export type EditStepDetails = {
  readonly type: 'EDIT';
  readonly editId: string;
  readonly totalBefore: MoneyMessage;
  readonly totalAfter: MoneyMessage;
};

/** The data of a step, in the form in which it is stored. */
export type OrderStepDetails =
  | PaymentStepDetails
  | RefundStepDetails
  | ShipmentStepDetails
  | CancellationStepDetails
  | ReturnStepDetails
  | EditStepDetails;

/** Returns the data of the step of a payment. */
export const paymentDetails = ({ id, amount, failureCode }: Payment): OrderStepDetails => ({
  ...{ type: 'PAYMENT', paymentId: id, amount: moneyToMessage(amount), failureCode },
});

/** Returns the data of the step of a refund. */
export const refundDetails = ({ id, amount, ...refund }: Refund): OrderStepDetails => ({
  ...{ type: 'REFUND', refundId: id, amount: moneyToMessage(amount) },
  ...{ reason: refund.reason, reasonCode: refund.reasonCode, failureCode: refund.failureCode },
});

/** Returns the data of the step of an edit. */
export const editDetails = ({ id: editId, before, after }: OrderEdit): OrderStepDetails => ({
  ...{ type: 'EDIT', editId, totalBefore: moneyToMessage(before.total) },
  totalAfter: moneyToMessage(after.total),
});

/** Returns the data of the step of an event; null when its kind says everything. */
export function eventDetails(event: OrderEvent): OrderStepDetails | null {
  switch (event.type) {
    case 'payment.failed.v1': {
      const { paymentId, amount, code: failureCode } = event.data;
      return { type: 'PAYMENT', paymentId, amount, failureCode };
    }
    case 'payment.authorised.v1':
    case 'payment.captured.v1':
    case 'payment.disputed.v1': {
      const { paymentId, amount } = event.data;
      return { type: 'PAYMENT', paymentId, amount, failureCode: null };
    }
    case 'order.paid.v1': {
      const { paymentId, total: amount } = event.data;
      return { type: 'PAYMENT', paymentId, amount, failureCode: null };
    }
    case 'order.refunded.v1': {
      const { refundId, amount, reason, reasonCode = null } = event.data;
      return { type: 'REFUND', refundId, amount, reason, reasonCode, failureCode: null };
    }
    case 'order.fulfilment_shipped.v1':
    case 'order.fulfilment_delivered.v1': {
      const { fulfilmentId, carrier, trackingNumber } = event.data;
      return { type: 'SHIPMENT', fulfilmentId, carrier, trackingNumber };
    }
    case 'order.cancelled.v1':
    case 'order.units_cancelled.v1': {
      const { reason, reasonCode = null } = event.data;
      return { type: 'CANCELLATION', reason, reasonCode };
    }
    case 'order.return_updated.v1':
      return { type: 'RETURN', returnId: event.data.returnId };
    default:
      return null;
  }
}
