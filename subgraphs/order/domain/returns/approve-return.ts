import { assertVersion, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import type { Order } from '../order.ts';
import { newOrderKey } from '../order-key.ts';
import type { OrderStore } from '../ports.ts';
import { decideReturn } from './return-change.ts';
import { messageField, returnFields } from './return-input.ts';

const approveReturnInput = z.object({ ...returnFields, instructions: messageField });
export type ApproveReturnInput = z.input<typeof approveReturnInput>;

/**
 * Approves a requested return; the customer is told how to send the goods back.
 * Refuses INVALID_VALUE, NOT_FOUND, ILLEGAL_TRANSITION, VERSION_CONFLICT.
 */
export function approveReturn(
  orders: OrderStore,
  staff: Viewer,
  input: ApproveReturnInput,
  now = new Date(),
): Promise<Order> {
  const request = validate(approveReturnInput, input);
  return orders.update(
    request.orderId,
    (order) => {
      assertVersion(order, request.expectedVersion);
      return decideReturn(order, request.returnId, 'APPROVED', now, {
        instructions: request.instructions,
      });
    },
    newOrderKey('approveReturn', { viewer: staff }, request),
  );
}
