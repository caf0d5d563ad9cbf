import { createSqlDatabase, type Pool } from '@shop/service/postgres';
import { changeOf, unchanged } from '../domain/order-change.ts';
import { bySystem, withRefund } from '../domain/payment.ts';
import { createOrderStore } from './order-store.ts';

const cause = { reason: 'The order was not delivered.', ...bySystem };

/** Creates the repairs of orders that operators run. Each returns how many rows it has repaired. */
export function createOrderRepairs(pool: Pool) {
  const sql = createSqlDatabase(pool);
  return {
    /**
     * Requests the refund of what a cancelled or rejected order has paid. The worker sends it to the provider.
     * Repairs nothing of other orders.
     */
    async refund(orderId: string): Promise<number> {
      let refunds = 0;
      await createOrderStore(sql).update(orderId, (order) => {
        if (order.status !== 'CANCELLED' && order.status !== 'REJECTED') return unchanged(order);
        const next = withRefund(order, cause, new Date());
        refunds = next.refunds.length - order.refunds.length;
        return refunds > 0 ? changeOf(order, next) : unchanged(order);
      });
      return refunds;
    },

    /**
     * Lets the worker ask the provider about the payments of an order again. A captured payment of an order that is
     * not paid becomes open again first, so that the answer decides about the order.
     */
    poll: async (orderId: string): Promise<number> =>
      sql.$executeRaw`
        UPDATE payments p SET poll_at = now(),
          status = CASE WHEN p.status = 'CAPTURED' THEN 'PENDING' ELSE p.status END
        FROM orders o
        WHERE o.id = ${orderId}::uuid AND p.order_id = o.id
          AND (p.status <> 'CAPTURED' OR o.status = 'CONFIRMED')`,
  };
}
