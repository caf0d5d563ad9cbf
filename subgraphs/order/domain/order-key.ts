import { type IdempotencyKey, newIdempotencyKey } from '@shop/domain';
import { idempotencyOwner, type Requester } from './guest.ts';
import { type Order, orderNotFound } from './order.ts';
import { canRead } from './visibility.ts';

/** The idempotency key of a request about an order. */
export type OrderKey = IdempotencyKey & {
  /**
   * Judges a replay by the rights of today: the requester may have lost them since the first request.
   * Refuses NOT_FOUND.
   */
  readonly assertCanRead: (order: Order) => void;
};

/** Returns the key of a request; `mayRead` is the rule for reading the response of a replay. */
export const newOrderKey = (
  operation: string,
  requester: Requester,
  request: { readonly idempotencyKey: string },
  mayRead: (order: Order, requester: Requester) => boolean = canRead,
): OrderKey => ({
  ...newIdempotencyKey(operation, idempotencyOwner(requester), request),
  assertCanRead: (order) => {
    if (!mayRead(order, requester)) orderNotFound();
  },
});
