import { fromRow, type SqlDatabase } from '@shop/service/postgres';
import type { Order } from '../domain/order.ts';
import { type OrderRow, toOrder } from './order-rows.ts';

/** The rows of a table that belong to an order, as JSON; their amounts as text, which no number rounds. */
const related = (table: string, amount: string, order: string) => `(
  SELECT coalesce(json_agg(to_jsonb(r) || jsonb_build_object('${amount}', r.${amount}::text) ORDER BY r.${order}), '[]')
  FROM ${table} r WHERE r.order_id = o.id) AS ${table}`;

const select = `SELECT o.*, ${related('order_lines', 'unit_minor', 'position')},
  ${related('payments', 'amount_minor', 'id')}, ${related('refunds', 'amount_minor', 'id')} FROM orders o`;

type Json = Readonly<Record<string, unknown>>;
type Read = Json & {
  readonly order_lines: readonly Json[];
  readonly payments: readonly Json[];
  readonly refunds: readonly Json[];
};

/** An order with the correlation id of the request that placed it. */
export type StoredOrder = { readonly order: Order; readonly correlationId: string };

const toStored = ({ order_lines, payments, refunds, ...columns }: Read): StoredOrder => {
  const row: OrderRow = {
    ...fromRow<Omit<OrderRow, 'lines' | 'payments' | 'refunds'>>(columns),
    lines: order_lines.map((line) => fromRow(line)),
    payments: payments.map((payment) => fromRow(payment)),
    refunds: refunds.map((refund) => fromRow(refund)),
  };
  return { order: toOrder(row), correlationId: row.correlationId };
};

/** Reads orders with their lines, payments and refunds by one statement. */
export async function readOrders(
  database: SqlDatabase,
  ids: readonly string[],
): Promise<StoredOrder[]> {
  const rows = await database.query<Read>(`${select} WHERE o.id = ANY($1::uuid[])`, [ids]);
  return rows.map(toStored);
}

/** Reads orders by their numbers. */
export async function readOrdersOfNumbers(
  database: SqlDatabase,
  numbers: readonly string[],
): Promise<Order[]> {
  const rows = await database.query<Read>(`${select} WHERE o.number = ANY($1::text[])`, [numbers]);
  return rows.map((row) => toStored(row).order);
}

/** Reads the order that a payment belongs to. */
export async function readOrderOfPayment(
  database: SqlDatabase,
  paymentId: string,
): Promise<Order | undefined> {
  const sql = `${select} WHERE o.id = (SELECT order_id FROM payments WHERE id = $1)`;
  const [row] = await database.query<Read>(sql, [paymentId]);
  return row && toStored(row).order;
}
