import {
  assertVersion,
  constraint,
  expectedVersionField,
  idempotencyKeyField,
  newId,
  refuse,
  validate,
} from '@shop/domain';
import { hasScope, type Viewer } from '@shop/schema';
import { z } from 'zod';
import { quantityField } from '../cart/cart.ts';
import { assertCanChange } from '../guest.ts';
import { requestedLine, uniqueLinesField } from '../line-units.ts';
import { type Order, type OrderLine, orderTokenField } from '../order.ts';
import { changeOf } from '../order-change.ts';
import { newOrderKey } from '../order-key.ts';
import type { OrderStore } from '../ports.ts';
import { type ReturnLine, returnReasonCodes } from './return.ts';
import { returnUpdated } from './return-change.ts';
import { messageField } from './return-input.ts';
import { isReturnPeriodOver, type ReturnPeriod } from './return-period.ts';
import { unitsToReturn } from './returned-units.ts';

/** So many returns an order can have. */
export const maxReturns = 50;

const requestReturnInput = z.object({
  orderId: z.string(),
  orderToken: orderTokenField,
  lines: uniqueLinesField(
    z.object({
      lineId: z.string(),
      quantity: quantityField(),
      reasonCode: z.enum(returnReasonCodes),
    }),
  ),
  comment: messageField,
  expectedVersion: expectedVersionField,
  idempotencyKey: idempotencyKeyField,
});
type RequestReturn = z.output<typeof requestReturnInput>;
export type RequestReturnInput = z.input<typeof requestReturnInput>;

/**
 * Requests to return units that were shipped, for the customer, a guest with the order's token, or staff with
 * `orders:write`. Customers and guests may within the return period, staff at any time.
 * Refuses INVALID_VALUE (also for more units than were shipped), NOT_FOUND, ILLEGAL_TRANSITION when nothing was shipped,
 * RETURN_PERIOD_OVER, LIMIT_REACHED, VERSION_CONFLICT.
 */
export function requestReturn(
  { orders, returnPeriod }: { readonly orders: OrderStore; readonly returnPeriod: ReturnPeriod },
  viewer: Viewer | undefined,
  input: RequestReturnInput,
  now = new Date(),
): Promise<Order> {
  const request = validate(requestReturnInput, input);
  const requester = { viewer, orderToken: request.orderToken };
  const isStaff = hasScope(viewer, 'orders:write');
  return orders.update(
    request.orderId,
    (order) => {
      assertCanChange(order, requester);
      assertVersion(order, request.expectedVersion);
      assertCanReturn(order);
      if (!isStaff && isReturnPeriodOver(order, returnPeriod, now)) {
        refuse('RETURN_PERIOD_OVER', 'The time to return this order is over.');
      }
      const requested = {
        ...({
          id: newId(),
          status: 'REQUESTED',
          lines: returnLines(order, request.lines),
        } as const),
        ...({ requestedBy: isStaff ? 'STAFF' : 'CUSTOMER', comment: request.comment } as const),
        ...{ instructions: null, refusalReason: null, refundIds: [] },
        ...{ requestedAt: now, updatedAt: now },
      };
      const next = { ...order, returns: [...order.returns, requested] };
      return changeOf(order, next, [returnUpdated(next, requested)]);
    },
    newOrderKey('requestReturn', requester, request),
  );
}

function assertCanReturn({ fulfilments, returns }: Order): void {
  if (fulfilments.length === 0) {
    refuse('ILLEGAL_TRANSITION', 'Nothing of the order was shipped.');
  }
  if (returns.length >= maxReturns) {
    const message = `An order has at most ${maxReturns} returns.`;
    refuse('LIMIT_REACHED', message, ['orderId'], constraint('TOO_MANY', maxReturns));
  }
}

const returnLines = (order: Order, lines: RequestReturn['lines']): ReturnLine[] =>
  lines.map((requested, index) => {
    const leftOf = (line: OrderLine) => unitsToReturn(order, line);
    const { variantId } = requestedLine(order, requested, index, leftOf);
    const { quantity, reasonCode } = requested;
    return { variantId, quantity, reasonCode, restocked: 0, writtenOff: 0 };
  });
