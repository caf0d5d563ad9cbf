import type { Period } from '../domain/sales/day.ts';
import { Prisma } from '../generated/prisma/client.ts';

/** The steps of a period that are sales or refunds, from a partial index that has these kinds alone. */
const stepsOf = ({ from, to }: Period): Prisma.Sql => Prisma.sql`
  order_steps s
  WHERE s.kind IN ('PAID', 'REFUNDED')
    AND s.at >= ${from.toISOString()}::timestamptz AND s.at < ${to.toISOString()}::timestamptz`;

/** Returns the query for what was paid and refunded in a period, by currency. */
export const amountsQuery = (period: Period): Prisma.Sql => Prisma.sql`
  WITH moved AS MATERIALIZED (
    SELECT s.order_id, s.kind, s.details->'amount'->>'currency' AS currency,
      (s.details->'amount'->>'minor')::bigint AS minor
    FROM ${stepsOf(period)} AND s.details->>'reasonCode' IS DISTINCT FROM 'LATE_PAYMENT'
      -- A part of an order that was never paid in full is not a sale, and neither is its refund.
      AND EXISTS (SELECT FROM order_steps p WHERE p.order_id = s.order_id AND p.kind = 'PAID'))
  SELECT currency AS "currencyCode",
    count(*) FILTER (WHERE kind = 'PAID')::int AS "orderCount",
    coalesce(sum(units), 0)::int AS units,
    count(*) FILTER (WHERE kind = 'REFUNDED')::int AS "refundCount",
    coalesce(sum(minor) FILTER (WHERE kind = 'PAID'), 0)::text AS paid,
    coalesce(sum(minor) FILTER (WHERE kind = 'REFUNDED'), 0)::text AS refunded
  FROM moved LEFT JOIN LATERAL (
    SELECT sum(l.quantity) AS units FROM order_lines l
    WHERE l.order_id = moved.order_id AND moved.kind = 'PAID') AS lines ON true
  GROUP BY currency`;

/** Returns the query for the units of each product that were paid in a period. */
export const unitsQuery = (period: Period): Prisma.Sql => Prisma.sql`
  WITH paid AS MATERIALIZED (SELECT s.order_id FROM ${stepsOf(period)} AND s.kind = 'PAID'),
    sold AS (
      SELECT lines.variant_id, sum(lines.quantity) AS units
      FROM paid CROSS JOIN LATERAL (
        SELECT l.variant_id, l.quantity FROM order_lines l WHERE l.order_id = paid.order_id
      ) AS lines GROUP BY lines.variant_id)
  SELECT v.product_id AS "productId", sum(sold.units)::int AS units
  FROM sold JOIN catalogue_variants v ON v.variant_id = sold.variant_id
  GROUP BY v.product_id`;
