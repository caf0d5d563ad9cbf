import { count, query } from './database.ts';

/** Names orders, payments, refunds and returns that are not final. PAID and shipped orders wait for staff. */
export const listUnfinished = async (url: string | undefined): Promise<string[]> =>
  (
    await query(
      url,
      `SELECT concat_ws(' ', 'order', id, status) AS name FROM orders
         WHERE status IN ('PENDING', 'CONFIRMED')
       UNION ALL SELECT concat_ws(' ', 'payment', id, status) FROM payments
         WHERE status IN ('PENDING', 'REQUIRES_ACTION')
           OR captures @? '$[*] ? (@.status == "PENDING")'
       UNION ALL SELECT concat_ws(' ', 'refund', id, status) FROM refunds WHERE status = 'PENDING'
       UNION ALL SELECT concat_ws(' ', 'return of order', id, returns) FROM orders
         WHERE open_returns > 0
       UNION ALL SELECT concat_ws(' ', 'edit of order', id, edits) FROM orders
         WHERE jsonb_path_exists(edits, '$[*] ? (@.status == "PENDING")')
       UNION ALL SELECT concat_ws(' ', 'charge', key, status) FROM test_charges
         WHERE due_at IS NOT NULL`,
    )
  ).map(({ name }) => name ?? '');

/** What the test provider has captured of a charge. */
const takenOf = (charge: string) => `CASE
    WHEN ${charge}.authorised_until IS NULL THEN CASE ${charge}.status WHEN 'CAPTURED' THEN ${charge}.amount_minor ELSE 0 END
    ELSE (SELECT coalesce(sum((one->>'minor')::bigint), 0) FROM jsonb_array_elements(${charge}.captures) one) END`;

/**
 * Orders of which the provider holds another amount than what was captured less what was paid back, and those that have less
 * than their status demands: captured, authorised, or released since.
 */
const wrongAmounts = `
  SELECT o.id FROM orders o
  LEFT JOIN LATERAL (
    SELECT coalesce(sum(c.taken), 0) AS taken, coalesce(sum(c.given), 0) AS given
    FROM payments p JOIN (
      SELECT key, ${takenOf('t')} AS taken,
        (SELECT sum(amount_minor) FROM test_refunds WHERE charge_key = t.key) AS given
      FROM test_charges t
      UNION ALL SELECT key::text, -amount_minor,
        (SELECT sum(amount_minor) FROM gift_card_movements WHERE charge_key = m.key)
      FROM gift_card_movements m WHERE kind = 'CHARGE' AND failure_code IS NULL
    ) c ON c.key = p.id::text
    WHERE p.order_id = o.id
  ) provider ON true
  LEFT JOIN LATERAL (
    SELECT coalesce(sum(captured_minor), 0) AS captured,
      coalesce(sum(CASE status WHEN 'AUTHORISED' THEN amount_minor ELSE captured_minor + released END), 0) AS held,
      coalesce(sum(released), 0) AS released
    FROM (SELECT p.*, (SELECT coalesce(sum(r.amount_minor), 0) FROM refunds r
        WHERE r.payment_id = p.id AND r.is_release AND r.status = 'SUCCEEDED') AS released
      FROM payments p WHERE p.order_id = o.id) payment
  ) shop ON true
  LEFT JOIN LATERAL (
    SELECT coalesce(sum(r.amount_minor), 0) AS refunded FROM refunds r
    WHERE r.order_id = o.id AND r.status = 'SUCCEEDED' AND NOT r.is_release
  ) back ON true
  WHERE given <> refunded OR taken <> captured OR CASE
    WHEN o.status IN ('PAID', 'PARTIALLY_SHIPPED', 'SHIPPED', 'DELIVERED') THEN held < o.total_minor
    ELSE held <> refunded + released END`;

/** Authorised payments of orders of which nothing is left to ship, and payments that have captured more than was shipped. */
const wrongCaptures = `
  SELECT p.id FROM payments p JOIN orders o ON o.id = p.order_id
  WHERE p.status = 'AUTHORISED' AND o.status IN ('SHIPPED', 'DELIVERED', 'CANCELLED', 'REJECTED')
    OR p.status = 'AUTHORISED' AND o.fulfilments = '[]' AND p.captured_minor > 0`;

/** Orders whose payments are more than their total, without what the shop has refunded: what came late must be. */
const duplicatePayments = `
  SELECT o.id FROM orders o
  WHERE (SELECT coalesce(sum(captured_minor), 0) FROM payments WHERE order_id = o.id)
    - (SELECT coalesce(sum(amount_minor), 0) FROM refunds
      WHERE order_id = o.id AND status = 'SUCCEEDED' AND NOT is_release
        AND (requested_by = 'SYSTEM' OR reason_code = 'ORDER_CHANGED')) > o.total_minor`;

/** Gift cards whose balance is not what their movements make of it, and money that left them and paid for nothing. */
const wrongGiftCards = `
  SELECT 1 FROM gift_cards c WHERE balance_minor <> initial_minor + (
    SELECT coalesce(sum(amount_minor), 0) FROM gift_card_movements
    WHERE gift_card_id = c.id AND failure_code IS NULL)
  UNION ALL SELECT 1 WHERE (SELECT coalesce(sum(initial_minor - balance_minor), 0) FROM gift_cards) <> (
    SELECT coalesce(sum(p.amount_minor - (
      SELECT coalesce(sum(amount_minor), 0) FROM refunds WHERE payment_id = p.id AND status = 'SUCCEEDED')), 0)
    FROM payments p WHERE p.gift_card_id IS NOT NULL AND p.status = 'CAPTURED')`;

/** Refunds of lines that pay back more units than were ordered, or another amount than their parts. */
const wrongRefunds = `
  SELECT r.id::text FROM refunds r, jsonb_array_elements(r.parts->'lines') part
    GROUP BY r.id
    HAVING sum((part->>'minor')::bigint) + coalesce((r.parts->>'shipping')::bigint, 0) <> r.amount_minor
  UNION ALL SELECT l.order_id || l.sku FROM order_lines l
    JOIN refunds r ON r.order_id = l.order_id AND r.status <> 'FAILED'
    JOIN LATERAL jsonb_array_elements(r.parts->'lines') part ON part->>'variantId' = l.variant_id::text
    GROUP BY l.order_id, l.sku, l.quantity, l.unit_minor
    HAVING sum((part->>'quantity')::int) > l.quantity
      OR sum((part->>'minor')::bigint) > l.quantity * l.unit_minor`;

/** Discounts of orders that no use is counted for, uses of no living order, and vouchers that are used too often. */
const wrongRedemptions = `
  WITH discount AS (
    SELECT DISTINCT o.id, d->>'code' AS promotion, d->>'voucherCode' AS voucher
    FROM orders o, jsonb_path_query(o.pricing, '$.lines[*].discounts[*]') AS d
    WHERE o.status NOT IN ('REJECTED', 'CANCELLED'))
  SELECT 1 FROM discount d
    FULL JOIN (SELECT * FROM redemptions WHERE released_at IS NULL) r
      ON r.order_id = d.id AND r.promotion_code = d.promotion
    WHERE d.voucher IS DISTINCT FROM r.voucher_code
  UNION ALL SELECT 1 FROM redemptions JOIN vouchers v ON v.code = voucher_code
    WHERE released_at IS NULL GROUP BY v.code, v.max_uses HAVING count(*) > v.max_uses`;

/** Steps that are statuses; the others are about money. */
const statuses = `kind IN ('PLACED', 'CONFIRMED', 'REJECTED', 'PAID', 'SHIPPED', 'DELIVERED', 'CANCELLED')`;

/** Orders that reached a status twice, whose last step is not their status, or whose parcels are not their steps. */
const wrongTimelines = `
  SELECT order_id FROM order_steps WHERE ${statuses} AND kind NOT IN ('SHIPPED', 'DELIVERED')
    GROUP BY order_id, kind HAVING count(*) > 1
  UNION SELECT o.id FROM orders o
    WHERE regexp_replace(o.status::text, '^.*SHIPPED|DELIVERED', 'SHIPPED') IS DISTINCT FROM (
      SELECT replace(replace(s.kind::text, 'PLACED', 'PENDING'), 'DELIVERED', 'SHIPPED') FROM order_steps s
      WHERE s.order_id = o.id AND s.${statuses} ORDER BY s.id DESC LIMIT 1)
  UNION SELECT o.id FROM orders o
    WHERE jsonb_array_length(o.fulfilments) <> (
        SELECT count(*) FROM order_steps s WHERE s.order_id = o.id AND s.kind = 'SHIPPED')
      OR (SELECT count(*) FROM jsonb_array_elements(o.fulfilments) f WHERE f->>'deliveredAt' IS NOT NULL) <> (
        SELECT count(*) FROM order_steps s WHERE s.order_id = o.id AND s.kind = 'DELIVERED')`;

/** The lines of each order, with the units that were shipped, and that were cancelled after others were. */
const settledLines = `
  SELECT o.id, o.status, o.fulfilments, l.variant_id, l.quantity,
    (SELECT coalesce(sum((u->>'quantity')::int), 0) FROM jsonb_path_query(o.fulfilments, '$[*].lines[*]') u
      WHERE u->>'variantId' = l.variant_id::text) AS shipped,
    (SELECT coalesce(sum((u->>'quantity')::int), 0) FROM jsonb_array_elements(o.cancelled_units) u
      WHERE u->>'variantId' = l.variant_id::text) AS cancelled,
    (SELECT coalesce(sum((u->>'restocked')::int), 0) FROM jsonb_path_query(o.returns, '$[*].lines[*]') u
      WHERE u->>'variantId' = l.variant_id::text) AS restocked,
    (SELECT coalesce(sum((u->>'restocked')::int + (u->>'writtenOff')::int), 0)
      FROM jsonb_path_query(o.returns, '$[*].lines[*]') u
      WHERE u->>'variantId' = l.variant_id::text) AS returned,
    (SELECT coalesce(sum((u->>'quantity')::int), 0) FROM refunds r, jsonb_array_elements(r.parts->'lines') u
      WHERE r.order_id = o.id AND r.status <> 'FAILED' AND u->>'variantId' = l.variant_id::text) AS refunded
  FROM orders o JOIN order_lines l ON l.order_id = o.id`;

/** Orders that shipped more than was ordered, or whose status is not that of their parcels. */
const wrongParcels = `
  SELECT id FROM (${settledLines}) line
  GROUP BY id, status, fulfilments
  HAVING min(quantity - shipped - cancelled) < 0 OR sum(shipped) > 0 AND status::text <> CASE
    WHEN sum(quantity - shipped - cancelled) > 0 THEN 'PARTIALLY_SHIPPED'
    WHEN jsonb_path_exists(fulfilments, '$[*] ? (@.deliveredAt == null)') THEN 'SHIPPED'
    ELSE 'DELIVERED' END`;

/** Lines of which more came back than was shipped, or other units than were refunded. */
const wrongReturns = `
  SELECT id FROM (${settledLines}) line WHERE returned > shipped OR returned > refunded`;

/** Returns the units of each line that were shipped, cancelled and put back into stock, of orders with a parcel. */
export const unitsOfParcels = async (url: string | undefined): Promise<string[]> =>
  (
    await query(
      url,
      `SELECT concat_ws(' ', id, variant_id, shipped, cancelled, restocked) AS units FROM (${settledLines}) line
       WHERE fulfilments <> '[]'`,
    )
  ).map(({ units }) => units ?? '');

const placed = "SELECT DISTINCT result FROM idempotency_keys WHERE scope LIKE 'placeOrder:%'";

/** Checks the orders that were placed with these keys. All numbers must be 0. */
export async function checkOrders(url: string | undefined, keys: readonly string[]) {
  const orders = await count(url, 'SELECT id FROM orders');
  return {
    lostOrders: keys.length - (await count(url, `${placed} AND key = ANY($1)`, [keys])),
    duplicateOrders: orders - (await count(url, placed)),
    unfinishedOrders: (await listUnfinished(url)).length,
    duplicatePayments: await count(url, duplicatePayments),
    wrongAmounts: await count(url, wrongAmounts),
    wrongCaptures: await count(url, wrongCaptures),
    wrongGiftCards: await count(url, wrongGiftCards),
    wrongRefunds: await count(url, wrongRefunds),
    wrongTimelines: await count(url, wrongTimelines),
    wrongParcels: await count(url, wrongParcels),
    wrongReturns: await count(url, wrongReturns),
    wrongRedemptions: await count(url, wrongRedemptions),
  };
}
