import { assertVersion, reasonField, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import type { Order } from '../order.ts';
import { newOrderKey } from '../order-key.ts';
import type { OrderStore } from '../ports.ts';
import { decideReturn } from './return-change.ts';
import { returnFields } from './return-input.ts';

const refuseReturnInput = z.object({ ...returnFields, reason: reasonField });
export type RefuseReturnInput = z.input<typeof refuseReturnInput>;

/**
 * Refuses a return that was requested, or whose goods are not as they have to be. Nothing is refunded, and the units may
 * be requested again.
 * Refuses INVALID_VALUE, NOT_FOUND, ILLEGAL_TRANSITION, VERSION_CONFLICT.
 */
export function refuseReturn(
  orders: OrderStore,
  staff: Viewer,
  input: RefuseReturnInput,
  now = new Date(),
): Promise<Order> {
  const request = validate(refuseReturnInput, input);
  return orders.update(
    request.orderId,
    (order) => {
      assertVersion(order, request.expectedVersion);
      return decideReturn(order, request.returnId, 'REFUSED', now, {
        refusalReason: request.reason,
      });
    },
    newOrderKey('refuseReturn', { viewer: staff }, request),
  );
}
