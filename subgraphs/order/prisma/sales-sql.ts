import type { Period } from '../domain/sales/day.ts';
import { Prisma } from '../generated/prisma/client.ts';

/** The steps of a period that move money, from a partial index that has these kinds alone. */
const stepsOf = ({ from, to }: Period): Prisma.Sql => Prisma.sql`
  order_steps s
  WHERE s.kind IN ('PAID', 'PAYMENT_AUTHORISED', 'PAYMENT_RECEIVED', 'REFUNDED')
    AND s.at >= ${from.toISOString()}::timestamptz AND s.at < ${to.toISOString()}::timestamptz`;

/** The lines that an order had at a time: those before its first edit since, or those that it has. */
const linesAt = (orderId: Prisma.Sql, at: Prisma.Sql): Prisma.Sql => {
  const edit = Prisma.sql`
    SELECT e->'before'->'lines' AS before FROM orders o, jsonb_array_elements(o.edits) e
    WHERE o.id = ${orderId} AND e->>'status' = 'APPLIED' AND (e->>'decidedAt')::timestamptz > ${at}
    ORDER BY e->>'decidedAt' LIMIT 1`;
  return Prisma.sql`
    WITH edit AS MATERIALIZED (${edit})
    SELECT (line->>'variantId')::uuid AS variant_id, (line->>'quantity')::int AS quantity
    FROM edit, jsonb_array_elements(edit.before) line
    UNION ALL SELECT l.variant_id, l.quantity FROM order_lines l
    WHERE l.order_id = ${orderId} AND NOT EXISTS (SELECT FROM edit)`;
};

/** Money for an order that had not been paid before is a part of what was paid for it then. */
const isCounted = Prisma.sql`
  CASE
    WHEN s.kind IN ('PAYMENT_AUTHORISED', 'PAYMENT_RECEIVED') THEN EXISTS (
      SELECT FROM order_steps p WHERE p.order_id = s.order_id AND p.kind = 'PAID' AND p.id < s.id)
    WHEN s.kind = 'REFUNDED' THEN s.details->>'reasonCode' IS DISTINCT FROM 'ORDER_CHANGED' OR NOT EXISTS (
      SELECT FROM orders o, jsonb_array_elements(o.edits) e
      WHERE o.id = s.order_id AND e->'refundIds' ? (s.details->>'refundId') AND NOT (e->>'wasPaid')::boolean)
    ELSE true
  END`;

/** Returns the query for what was paid and refunded in a period, by currency. */
export const amountsQuery = (period: Period): Prisma.Sql => Prisma.sql`
  WITH moved AS MATERIALIZED (
    SELECT s.order_id, s.kind, s.at, s.details->'amount'->>'currency' AS currency,
      (s.details->'amount'->>'minor')::bigint AS minor
    FROM ${stepsOf(period)} AND s.details->>'reasonCode' IS DISTINCT FROM 'LATE_PAYMENT'
      -- A part of an order that was never paid in full is not a sale, and neither is its refund.
      AND (s.kind = 'PAID' OR EXISTS (
        SELECT FROM order_steps p WHERE p.order_id = s.order_id AND p.kind = 'PAID'))
      AND ${isCounted})
  SELECT currency AS "currencyCode",
    count(*) FILTER (WHERE kind = 'PAID')::int AS "orderCount",
    coalesce(sum(units), 0)::int AS units,
    count(*) FILTER (WHERE kind = 'REFUNDED')::int AS "refundCount",
    coalesce(sum(minor) FILTER (WHERE kind <> 'REFUNDED'), 0)::text AS paid,
    coalesce(sum(minor) FILTER (WHERE kind = 'REFUNDED'), 0)::text AS refunded
  FROM moved LEFT JOIN LATERAL (
    SELECT sum(sold.quantity) AS units
    FROM (${linesAt(Prisma.sql`moved.order_id`, Prisma.sql`moved.at`)}) sold
    WHERE moved.kind = 'PAID') AS lines ON true
  GROUP BY currency`;

/** Returns the query for the units of each product that were paid in a period. */
export const unitsQuery = (period: Period): Prisma.Sql => Prisma.sql`
  WITH paid AS MATERIALIZED (SELECT s.order_id, s.at FROM ${stepsOf(period)} AND s.kind = 'PAID'),
    sold AS (
      SELECT lines.variant_id, sum(lines.quantity) AS units
      FROM paid
      CROSS JOIN LATERAL (${linesAt(Prisma.sql`paid.order_id`, Prisma.sql`paid.at`)}) AS lines GROUP BY lines.variant_id)
  SELECT v.product_id AS "productId", sum(sold.units)::int AS units
  FROM sold JOIN catalogue_variants v ON v.variant_id = sold.variant_id
  GROUP BY v.product_id`;
