import { count } from './database.ts';

/** Orders that somebody or something has still to act on; PAID and SHIPPED ones wait for staff. */
export const unfinished = (url: string | undefined): Promise<number> =>
  count(
    url,
    `SELECT 1 FROM orders WHERE status IN ('PENDING', 'CONFIRMED')
     UNION ALL SELECT 1 FROM payments WHERE status IN ('PENDING', 'REQUIRES_ACTION')
     UNION ALL SELECT 1 FROM refunds WHERE status = 'PENDING'
     UNION ALL SELECT 1 FROM test_charges WHERE due_at IS NOT NULL`,
  );

/** What the provider holds of each order, and what it should: the total, less what was given back. */
const wrongMoney = `
  SELECT o.id FROM orders o
  LEFT JOIN LATERAL (
    SELECT coalesce(sum(c.amount_minor), 0) AS taken,
      coalesce(sum((SELECT sum(r.amount_minor) FROM test_refunds r WHERE r.charge_key = c.key)), 0) AS given
    FROM payments p JOIN test_charges c ON c.key = p.id::text AND c.status = 'CAPTURED'
    WHERE p.order_id = o.id
  ) provider ON true
  LEFT JOIN LATERAL (
    SELECT coalesce(sum(r.amount_minor), 0) AS refunded FROM refunds r
    WHERE r.order_id = o.id AND r.status = 'SUCCEEDED'
  ) shop ON true
  WHERE given <> refunded OR taken - given <> CASE
    WHEN o.status IN ('PAID', 'SHIPPED', 'DELIVERED') THEN o.total_minor - refunded ELSE 0 END`;

/** Steps that are statuses; the others tell of the money. */
const statuses = `kind IN ('PLACED', 'CONFIRMED', 'REJECTED', 'PAID', 'SHIPPED', 'DELIVERED', 'CANCELLED')`;

/** Every status was reached once, and the last step is where the order stands. */
const wrongTimelines = `
  SELECT order_id FROM order_steps WHERE ${statuses}
    GROUP BY order_id, kind HAVING count(*) > 1
  UNION SELECT o.id FROM orders o WHERE o.status::text IS DISTINCT FROM (
    SELECT replace(s.kind::text, 'PLACED', 'PENDING') FROM order_steps s
    WHERE s.order_id = o.id AND s.${statuses} ORDER BY s.id DESC LIMIT 1)`;

const placed = "SELECT DISTINCT order_id FROM idempotency_keys WHERE scope LIKE 'placeOrder:%'";

/** What must hold of the orders that these keys have placed: every number is 0. */
export async function judgeOrders(url: string | undefined, keys: readonly string[]) {
  const orders = await count(url, 'SELECT id FROM orders');
  return {
    lostOrders: keys.length - (await count(url, `${placed} AND key = ANY($1)`, [keys])),
    doubledOrders: orders - (await count(url, placed)),
    unfinishedOrders: await unfinished(url),
    doubledPayments: await count(
      url,
      "SELECT order_id FROM payments WHERE status = 'CAPTURED' GROUP BY 1 HAVING count(*) > 1",
    ),
    wrongMoney: await count(url, wrongMoney),
    wrongTimelines: await count(url, wrongTimelines),
  };
}
