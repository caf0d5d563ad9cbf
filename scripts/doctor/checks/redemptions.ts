import { checkRows, repair } from '../check.ts';

type Row = { readonly id: string; readonly number: string; readonly promotion: string };

/** The uses of each promotion and voucher are the orders that have it and are neither rejected nor cancelled. */
export const redemptions = checkRows<Row>(
  {
    name: 'redemptions',
    rule: 'A promotion or voucher is used by exactly the living orders that have it.',
    database: 'order',
    sql: `
      WITH discount AS (
        SELECT DISTINCT o.id, d->>'code' AS promotion, d->>'voucherCode' AS voucher,
          o.status IN ('REJECTED', 'CANCELLED') AS is_dead
        FROM orders o CROSS JOIN LATERAL (
          SELECT o.pricing AS priced
          UNION ALL SELECT jsonb_path_query(o.edits, '$[*] ? (@.status == "PENDING").after.pricing')) AS prices
        CROSS JOIN LATERAL (
          SELECT jsonb_path_query(priced, '$.lines[*].discounts[*]') AS d
          UNION ALL SELECT jsonb_path_query(priced, '$.shipping.discounts[*]')) AS discounts
        WHERE o.pricing IS NOT NULL AND d->>'minor' <> '0')
      SELECT o.id, o.number, coalesce(d.promotion, r.promotion_code) AS promotion
      FROM discount d
      FULL JOIN redemptions r ON r.order_id = d.id AND r.promotion_code = d.promotion
      JOIN orders o ON o.id = coalesce(d.id, r.order_id)
      WHERE (d.id IS NULL AND r.released_at IS NULL) OR r.order_id IS NULL OR d.voucher IS DISTINCT FROM r.voucher_code
        OR d.is_dead <> (r.released_at IS NOT NULL)
      ORDER BY o.id, promotion`,
  },
  ({ id, number, promotion }) => ({
    subject: `${id} ${promotion}`,
    fault: `Order ${number} (${id}) does not count to the uses of the promotion ${promotion} as its status and its price demand.`,
    repair: repair('count-promotions', id),
  }),
);
