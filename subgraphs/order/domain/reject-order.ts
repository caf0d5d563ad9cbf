import { canMove, move, type Order, orderEventData, type ShortLine } from './order.ts';
import { changeOf, unchanged } from './order-change.ts';
import type { OrderStore } from './ports.ts';

/** Rejects an order whose stock is short. An order that was cancelled before stays unchanged. */
export const rejectOrder = (
  orders: OrderStore,
  orderId: string,
  shortLines: readonly ShortLine[],
): Promise<Order> =>
  orders.update(orderId, (order) => {
    if (!canMove(order, 'REJECTED')) return unchanged(order);
    const next = { ...move(order, 'REJECTED'), shortLines };
    const data = { ...orderEventData(next), shortLines: [...shortLines] };
    return changeOf(order, next, [{ type: 'order.rejected.v1', subject: order.id, data }]);
  });
