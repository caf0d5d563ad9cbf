import {
  amountDetails,
  assertVersion,
  breaks,
  constraint,
  expectedVersionField,
  idempotencyKeyField,
  type Money,
  moneyField,
  refuse,
  toAmount,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { assertNoPendingEdit } from './edits/edit.ts';
import { lineUnitsField } from './line-units.ts';
import type { Order } from './order.ts';
import { changeOf } from './order-change.ts';
import { newOrderKey } from './order-key.ts';
import type { PaymentPorts } from './ports.ts';
import { causeOfRefund, hasReason, refundReason } from './reason-codes.ts';
import { withRefundOfParts } from './refund-parts.ts';
import { refundableOf, withRefund } from './refund-sources.ts';
import { sendRefunds } from './send-refunds.ts';

const refundOrderInput = z
  .object({
    orderId: z.string(),
    amount: moneyField
      .refine(({ minor }) => minor > 0n, {
        path: ['amount'],
        error: 'must be above 0',
        ...breaks('TOO_SMALL', 0),
      })
      .nullish(),
    lines: lineUnitsField.nullish(),
    shipping: z.boolean().nullish(),
    ...refundReason,
    expectedVersion: expectedVersionField,
    idempotencyKey: idempotencyKeyField,
  })
  .refine(({ amount, lines, shipping }) => !amount || !(lines || shipping), {
    path: ['amount'],
    error: 'must be absent when `lines` or `shipping` are refunded',
    ...breaks('NOT_ALLOWED'),
  })
  .refine(...hasReason);
export type RefundOrderInput = z.input<typeof refundOrderInput>;

/**
 * Refunds parts of an order, an amount, or everything that is refundable. The status of the order stays the same.
 * Refuses NOT_FOUND, INVALID_VALUE, ILLEGAL_TRANSITION while it is being edited, NOTHING_TO_REFUND, REFUND_EXCEEDS_PAYMENT, VERSION_CONFLICT.
 */
export async function refundOrder(
  ports: PaymentPorts,
  staff: Viewer,
  input: RefundOrderInput,
  now = new Date(),
): Promise<Order> {
  const request = validate(refundOrderInput, input);
  const key = newOrderKey('refundOrder', { viewer: staff }, request);
  const decide = (order: Order) => {
    assertVersion(order, request.expectedVersion);
    assertNoPendingEdit(order);
    const left = refundableOf(order);
    if (left.minor <= 0n) {
      return refuse('NOTHING_TO_REFUND', 'Nothing was paid, or everything was refunded already.');
    }
    const cause = {
      ...causeOfRefund(request),
      ...({ actorId: staff.id, requestedBy: 'STAFF' } as const),
    };
    const parts = { lines: request.lines ?? [], shipping: request.shipping ?? false };
    if (parts.lines.length > 0 || parts.shipping) {
      return changeOf(order, withRefundOfParts(order, parts, cause, now));
    }
    const amount = request.amount ?? left;
    assertRefundable(amount, left);
    return changeOf(order, withRefund(order, cause, now, amount));
  };
  const order = await ports.orders.update(request.orderId, decide, key);
  return sendRefunds(ports, order);
}

function assertRefundable({ minor, currency }: Money, left: Money): void {
  if (currency !== left.currency) {
    refuse(
      'INVALID_VALUE',
      `must be ${left.currency}`,
      ['amount', 'currencyCode'],
      constraint('NOT_ALLOWED', left.currency),
    );
  }
  if (minor > left.minor) {
    const most = `${toAmount(left)} ${left.currency}`;
    refuse(
      'REFUND_EXCEEDS_PAYMENT',
      `At most ${most} can be refunded.`,
      ['amount'],
      amountDetails(left),
    );
  }
}
