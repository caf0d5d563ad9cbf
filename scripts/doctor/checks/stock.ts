import { checkRows, repair } from '../check.ts';

type StockRow = { readonly id: string; readonly sku: string; readonly figures: string };

/** The units of each variant are those of its ledger, and no more are reserved than on hand. */
export const stockLedger = checkRows<StockRow>(
  {
    name: 'stock-ledger',
    rule: 'The units of a variant are the sum of its movements, and on hand >= reserved >= 0.',
    database: 'inventory',
    sql: `
      SELECT s.variant_id AS id, s.sku, format('%s on hand and %s reserved, its ledger %s and %s',
        s.on_hand, s.reserved, coalesce(sum(m.on_hand_delta), 0), coalesce(sum(m.reserved_delta), 0)) AS figures
      FROM stock s LEFT JOIN stock_movements m USING (variant_id)
      GROUP BY s.variant_id
      HAVING s.on_hand <> coalesce(sum(m.on_hand_delta), 0)
        OR s.reserved <> coalesce(sum(m.reserved_delta), 0)
        OR s.reserved > s.on_hand OR s.reserved < 0`,
  },
  ({ id, sku, figures }) => ({
    subject: id,
    fault: `The stock of ${sku} (${id}) has ${figures}.`,
    repair: repair('recount-stock', id),
  }),
);

type ReservationRow = { readonly id: string; readonly status: string; readonly ledger: string };

/** The status of each reservation, and the units that it holds, are what the movements of its order say. */
export const reservationLedger = checkRows<ReservationRow>(
  {
    name: 'reservation-ledger',
    rule: 'The status of a reservation, and the units that it holds, are those of the movements of its order.',
    database: 'inventory',
    sql: `
      SELECT r.order_id AS id, r.status::text || ' with ' || held || ' units and ' || returned || ' returned' AS status,
        m.ledger || ' with ' || m.units || ' units and ' || m.restocked || ' returned' AS ledger
      FROM reservations r
      CROSS JOIN LATERAL (
        SELECT CASE WHEN sum(reserved_delta) > 0 THEN 'ACTIVE'
          WHEN bool_or(kind = 'SHIP') THEN 'FULFILLED'
          WHEN bool_or(kind = 'RELEASE') THEN 'RELEASED' ELSE 'none' END AS ledger,
          coalesce(sum(reserved_delta), 0) AS units,
          coalesce(sum(on_hand_delta) FILTER (WHERE kind = 'RETURN'), 0) AS restocked
        FROM stock_movements WHERE order_id = r.order_id
      ) m
      CROSS JOIN LATERAL (
        SELECT CASE WHEN r.status = 'ACTIVE' THEN coalesce(sum((line->>'quantity')::int
          - coalesce((line->>'shipped')::int, 0) - coalesce((line->>'released')::int, 0)), 0) ELSE 0 END AS held,
          coalesce(sum((line->>'restocked')::int), 0) AS returned
        FROM jsonb_array_elements(r.lines) line
      ) l
      WHERE CASE m.ledger WHEN 'none' THEN r.status NOT IN ('REJECTED', 'RELEASED')
        ELSE r.status::text <> m.ledger OR held <> m.units OR returned <> m.restocked END`,
  },
  ({ id, status, ledger }) => ({
    subject: id,
    fault: `The reservation of order ${id} is ${status}, its movements say ${ledger}.`,
    repair: repair('restate-reservation', id),
  }),
);
