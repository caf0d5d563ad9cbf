import { assertVersion, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { assertCanChange } from '../guest.ts';
import { type Order, orderTokenField } from '../order.ts';
import { newOrderKey } from '../order-key.ts';
import type { OrderStore } from '../ports.ts';
import { decideReturn } from './return-change.ts';
import { returnFields } from './return-input.ts';

const cancelReturnInput = z.object({ ...returnFields, orderToken: orderTokenField });
export type CancelReturnInput = z.input<typeof cancelReturnInput>;

/**
 * Cancels a return whose goods were not received, for the customer, a guest with the order's token, or staff with
 * `orders:write`. The units may be requested again.
 * Refuses INVALID_VALUE, NOT_FOUND, ILLEGAL_TRANSITION, VERSION_CONFLICT.
 */
export function cancelReturn(
  orders: OrderStore,
  viewer: Viewer | undefined,
  input: CancelReturnInput,
  now = new Date(),
): Promise<Order> {
  const request = validate(cancelReturnInput, input);
  const requester = { viewer, orderToken: request.orderToken };
  return orders.update(
    request.orderId,
    (order) => {
      assertCanChange(order, requester);
      assertVersion(order, request.expectedVersion);
      return decideReturn(order, request.returnId, 'CANCELLED', now);
    },
    newOrderKey('cancelReturn', requester, request),
  );
}
