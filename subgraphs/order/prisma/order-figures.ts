import type { Database } from './client.ts';

/** The description of each figure. */
export const orderFigures = {
  payments_open: 'Payments without a final result.',
  captures_overdue:
    'Authorised payments that the sweep should have captured more than a minute ago.',
  refunds_pending: 'Refunds that the provider has not answered.',
  refunds_failed: 'Orders with a failed refund and no later one that is pending or has succeeded.',
  orders_overdue: 'Orders that the sweep should have cancelled more than a minute ago.',
} as const;

type Figures = Readonly<Record<keyof typeof orderFigures, number>>;

/** Creates the count of unfinished work. PENDING orders are overdue after `pendingMs` milliseconds. */
export const createOrderFigures =
  (database: Database, pendingMs: number) => async (): Promise<Figures> => {
    const [figures] = await database.$queryRaw<Figures[]>`
      WITH late AS (SELECT now() - interval '1 minute' AS before)
      SELECT
        (SELECT count(*)::int FROM payments
          WHERE poll_at IS NOT NULL AND status IN ('PENDING', 'REQUIRES_ACTION')) AS payments_open,
        (SELECT count(*)::int FROM payments, late
          WHERE poll_at < before AND status = 'AUTHORISED') AS captures_overdue,
        (SELECT count(*)::int FROM refunds WHERE status = 'PENDING') AS refunds_pending,
        (SELECT count(DISTINCT order_id)::int FROM refunds AS failed
          WHERE status = 'FAILED' AND NOT EXISTS (
            SELECT FROM refunds
            WHERE payment_id = failed.payment_id AND id > failed.id AND status <> 'FAILED'
          )) AS refunds_failed,
        (SELECT count(*)::int FROM orders, late WHERE expires_at < before)
        + (SELECT count(*)::int FROM orders, late
          WHERE status = 'PENDING'
            AND placed_at < before - ${pendingMs} * interval '1 millisecond') AS orders_overdue`;
    if (!figures) throw new Error('the query returned no figures');
    return figures;
  };
