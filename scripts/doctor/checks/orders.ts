import { type Check, checkRows, repair } from '../check.ts';

type MoneyRow = {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly total: string;
  readonly paid: string;
  readonly refunded: string;
};

/** What repairs the money of an order. Without a command, people have to compare with the provider. */
function repairOf({ id, status }: MoneyRow): string {
  if (status === 'CANCELLED' || status === 'REJECTED') return repair('refund-order', id);
  if (status === 'CONFIRMED') return repair('poll-payments', id);
  return `Compare with the payment provider; what it has not captured or authorised cannot be delivered: cancel order ${id} as staff (cancelOrder).`;
}

/**
 * The money that was captured or authorised is what the status of the order demands. Pending refunds count as made. An order
 * whose authorisation was lost waits for another payment.
 */
export const orderMoney = checkRows<MoneyRow>(
  {
    name: 'money',
    rule: 'The total of a paid order is captured or authorised, unless an edit has made it cost more; one that waits to be paid has less; one that is not wanted has nothing that is not refunded.',
    database: 'order',
    sql: `
      SELECT o.id, o.number, o.status::text, o.total_minor::text AS total, m.paid::text, m.refunded::text
      FROM orders o CROSS JOIN LATERAL (
        SELECT
          (SELECT coalesce(sum(CASE status WHEN 'AUTHORISED' THEN amount_minor ELSE captured_minor END), 0)
            FROM payments WHERE order_id = o.id)
          + (SELECT coalesce(sum(r.amount_minor), 0) FROM refunds r JOIN payments p ON p.id = r.payment_id
            WHERE r.order_id = o.id AND r.is_release AND r.status <> 'FAILED' AND p.status <> 'AUTHORISED') AS paid,
          (SELECT coalesce(sum(amount_minor), 0) FROM refunds
            WHERE order_id = o.id AND status <> 'FAILED') AS refunded,
          (SELECT coalesce(sum(amount_minor), 0) FROM refunds
            WHERE order_id = o.id AND status <> 'FAILED' AND reason_code IN ('LATE_PAYMENT', 'ORDER_CHANGED')) AS uncounted
      ) m
      WHERE CASE
          WHEN o.status IN ('PAID', 'PARTIALLY_SHIPPED', 'SHIPPED', 'DELIVERED')
            THEN m.paid < o.total_minor
              AND NOT (o.status = 'PAID' AND jsonb_path_exists(o.edits, '$[*] ? (@.status == "APPLIED")'))
              OR m.refunded > m.paid
          WHEN o.status = 'CONFIRMED' THEN m.paid > m.refunded AND m.paid - m.uncounted >= o.total_minor
          ELSE m.paid <> m.refunded END
        AND NOT EXISTS (SELECT FROM payments WHERE order_id = o.id AND authorisation IS NOT NULL AND failure_code IS NOT NULL)
        -- A refused refund is a finding of its own.
        AND NOT EXISTS (SELECT FROM refunds WHERE order_id = o.id AND status = 'FAILED')
      ORDER BY o.id`,
  },
  (row) => ({
    subject: row.id,
    fault: `Order ${row.number} (${row.id}) is ${row.status} with a total of ${row.total}: ${row.paid} paid, ${row.refunded} refunded (minor units).`,
    repair: repairOf(row),
  }),
);

type PartRow = { readonly id: string; readonly number: string; readonly fault: string };

/** Lines with what was paid for them, and what refunds of lines that have not failed have paid back. */
const refundedLines = `
  SELECT l.order_id, l.sku, l.quantity,
    coalesce((p.line->>'total')::bigint, l.unit_minor * l.quantity) AS total,
    sum((r.line->>'quantity')::int) AS units, sum((r.line->>'minor')::bigint) AS refunded
  FROM order_lines l JOIN orders o ON o.id = l.order_id
  JOIN LATERAL (
    SELECT part.line FROM refunds, jsonb_array_elements(parts->'lines') part (line)
    WHERE order_id = l.order_id AND status <> 'FAILED' AND part.line->>'variantId' = l.variant_id::text) r ON true
  LEFT JOIN LATERAL (
    SELECT part.line FROM jsonb_array_elements(o.pricing->'lines') part (line)
    WHERE part.line->>'variantId' = l.variant_id::text) p ON true
  GROUP BY l.order_id, l.variant_id, l.sku, l.quantity, l.unit_minor, p.line`;

/** The parts of each order sum to its total, and no part is refunded twice. */
export const orderParts = checkRows<PartRow>(
  {
    name: 'parts',
    rule: 'The parts of an order sum to its total, and no refund pays back more than its part.',
    database: 'order',
    sql: `
      WITH fault AS (
        SELECT id, 'its parts sum to ' || sum || ', its total is ' || total_minor AS fault FROM (
          SELECT id, total_minor, coalesce((pricing->'shipping'->>'total')::bigint, 0)
            + (SELECT coalesce(sum((line->>'total')::bigint), 0) FROM jsonb_array_elements(pricing->'lines') line) AS sum
          FROM orders WHERE pricing IS NOT NULL) priced
        WHERE sum <> total_minor
        UNION ALL
        SELECT order_id, units || ' of ' || quantity || ' units of ' || sku || ' are refunded: ' || refunded || ' of ' || total
        FROM (${refundedLines}) line WHERE units > quantity OR refunded > total
        UNION ALL
        SELECT o.id, 'shipping is refunded with ' || sum((r.parts->>'shipping')::bigint)
        FROM orders o JOIN refunds r ON r.order_id = o.id
        WHERE r.status <> 'FAILED' AND r.parts->>'shipping' IS NOT NULL
        GROUP BY o.id, o.pricing
        HAVING sum((r.parts->>'shipping')::bigint) > coalesce((o.pricing->'shipping'->>'total')::bigint, 0)
        UNION ALL
        SELECT order_id, 'the parts of refund ' || id || ' sum to ' || sum || ', its amount is ' || amount_minor FROM (
          SELECT id, order_id, amount_minor, coalesce((parts->>'shipping')::bigint, 0)
            + (SELECT coalesce(sum((line->>'minor')::bigint), 0) FROM jsonb_array_elements(parts->'lines') line) AS sum
          FROM refunds WHERE parts IS NOT NULL) refund
        WHERE sum <> amount_minor)
      SELECT id, number, fault FROM orders JOIN fault USING (id) ORDER BY id, fault`,
  },
  ({ id, number, fault }) => ({
    subject: `${id} ${fault}`,
    fault: `Order ${number} (${id}): ${fault} (minor units).`,
    repair: 'Compare with the payment provider. No command changes the price of an order.',
  }),
);

type RefundRow = { readonly id: string; readonly number: string; readonly code: string };

/** Every refund that the provider has refused was requested again. */
export const refusedRefunds = checkRows<RefundRow>(
  {
    name: 'refunds',
    rule: 'A refund that the provider has refused has a later one.',
    database: 'order',
    sql: `
      SELECT DISTINCT ON (o.id) o.id, o.number, failed.failure_code AS code
      FROM refunds failed JOIN orders o ON o.id = failed.order_id
      WHERE failed.status = 'FAILED' AND NOT EXISTS (
        SELECT FROM refunds WHERE payment_id = failed.payment_id AND id > failed.id AND status <> 'FAILED')
      ORDER BY o.id`,
  },
  ({ id, number, code }) => ({
    subject: id,
    fault: `The provider has refused a refund of order ${number} (${id}): ${code}.`,
    repair: `Refund order ${id} as staff (refundOrder) when the provider accepts it again.`,
  }),
);

type OverdueRow = { readonly id: string; readonly number: string; readonly status: string };

/** Every order reaches a final status: none waits longer than it may. */
export const overdueOrders: Check = {
  name: 'overdue-orders',
  rule: 'An order that is not reserved or not paid in time is cancelled.',
  async *find({ database, pendingMinutes }) {
    const rows = database('order').rows<OverdueRow>(
      `SELECT id, number, status::text FROM orders
       WHERE expires_at < now() - interval '2 minutes'
         OR status = 'PENDING' AND placed_at < now() - ($1 + 2) * interval '1 minute' ORDER BY id`,
      [pendingMinutes],
    );
    for await (const { id, number, status } of rows) {
      yield {
        subject: id,
        fault: `Order ${number} (${id}) is ${status} longer than it may be.`,
        repair: 'Start the worker of order: its sweep cancels the order within seconds.',
      };
    }
  },
};
