import { checkRows } from '../check.ts';

type Row = { readonly id: string; readonly fault: string };

/** Payments and refunds of gift cards are their movements, and balances are what movements make of them. */
export const giftCards = checkRows<Row>(
  {
    name: 'gift-cards',
    rule: 'The balance of a gift card is its initial amount and the sum of its movements, which are the payments and refunds of orders.',
    database: 'order',
    sql: `
      WITH moved AS (SELECT * FROM gift_card_movements WHERE failure_code IS NULL),
      -- What the provider has not answered is found by the sweep.
      expected AS (
        SELECT id AS key, gift_card_id, -amount_minor AS amount, status IN ('PENDING', 'REQUIRES_ACTION') AS is_open, status = 'CAPTURED' AS is_done
        FROM payments WHERE gift_card_id IS NOT NULL
        UNION ALL
        SELECT r.id, p.gift_card_id, r.amount_minor, r.status = 'PENDING', r.status = 'SUCCEEDED'
        FROM refunds r JOIN payments p ON p.id = r.payment_id WHERE p.gift_card_id IS NOT NULL),
      fault AS (
        SELECT c.id, 'its balance is ' || c.balance_minor || ', its movements make ' || c.initial_minor + m.sum AS fault
        FROM gift_cards c CROSS JOIN LATERAL (
          SELECT coalesce(sum(amount_minor), 0) AS sum FROM moved WHERE gift_card_id = c.id) m
        WHERE c.balance_minor <> c.initial_minor + m.sum
        UNION ALL
        SELECT coalesce(m.gift_card_id, e.gift_card_id), 'its movement ' || coalesce(m.key, e.key) || ' of '
          || coalesce(m.amount_minor, 0) || ' is ' || CASE WHEN e.is_done THEN e.amount ELSE 0 END || ' in its order'
        FROM (SELECT * FROM moved WHERE kind <> 'ADJUSTMENT') m FULL JOIN expected e ON e.key = m.key
        WHERE NOT coalesce(e.is_open, false)
          AND (coalesce(e.is_done, false) <> (m.key IS NOT NULL) OR m.amount_minor <> e.amount OR m.gift_card_id <> e.gift_card_id))
      SELECT id::text, fault FROM fault ORDER BY id, fault`,
  },
  ({ id, fault }) => ({
    subject: `${id} ${fault}`,
    fault: `Gift card ${id}: ${fault} (minor units).`,
    repair: `Compare its movements with the orders, and correct the balance as staff (updateGiftCard).`,
  }),
);
