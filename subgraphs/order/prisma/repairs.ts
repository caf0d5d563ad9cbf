import { createSqlDatabase, type Pool } from '@shop/service/postgres';
import { changeOf, unchanged } from '../domain/order-change.ts';
import { bySystem, type RefundCause } from '../domain/payment.ts';
import { withRefund } from '../domain/refund-sources.ts';
import { createOrderStore } from './order-store.ts';

const cause: RefundCause = {
  reason: 'The order was not delivered.',
  reasonCode: 'NOT_RECEIVED',
  ...bySystem,
};

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
     * Lets the worker ask the provider about the payments of an order again. The last captured payment of an order that
     * is not paid becomes open again first, so that the answer decides about the order.
     */
    poll: async (orderId: string): Promise<number> =>
      sql.$executeRaw`
        UPDATE payments p SET poll_at = now(),
          status = CASE WHEN p.status = 'CAPTURED' THEN 'PENDING' ELSE p.status END
        FROM orders o
        WHERE o.id = ${orderId}::uuid AND p.order_id = o.id
          AND (p.status <> 'CAPTURED' OR (o.status = 'CONFIRMED' AND p.id = (
            SELECT id FROM payments WHERE order_id = o.id AND status = 'CAPTURED' ORDER BY id DESC LIMIT 1)))`,

    /** Counts an order to the uses of the promotions that its price contains, unless it is rejected or cancelled. */
    countPromotions: (orderId: string): Promise<number> =>
      sql.transaction(async (tx) => {
        await tx.$executeRaw`SELECT FROM orders WHERE id = ${orderId}::uuid FOR UPDATE`;
        await tx.$executeRaw`DELETE FROM redemptions WHERE order_id = ${orderId}::uuid`;
        return tx.$executeRaw`
          INSERT INTO redemptions (order_id, promotion_code, voucher_code, released_at)
          SELECT DISTINCT o.id, d->>'code', d->>'voucherCode',
            CASE WHEN o.status IN ('REJECTED', 'CANCELLED') THEN o.updated_at END
          FROM orders o CROSS JOIN LATERAL (
            SELECT o.pricing AS priced
            UNION ALL SELECT jsonb_path_query(o.edits, '$[*] ? (@.status == "PENDING").after.pricing')) AS prices
          CROSS JOIN LATERAL (
            SELECT jsonb_path_query(priced, '$.lines[*].discounts[*]') AS d
            UNION ALL SELECT jsonb_path_query(priced, '$.shipping.discounts[*]')) AS discounts
          WHERE o.id = ${orderId}::uuid AND d->>'minor' <> '0'`;
      }),
  };
}
