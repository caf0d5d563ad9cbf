import { type OrderStatus, orderStatuses, transitions } from '../domain/order.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Database } from './client.ts';

/** Statuses that another one may follow. */
const openStatuses = orderStatuses.filter((status) => transitions[status].length > 0);

/** Open orders of a status are counted up to this number, so that a scrape costs the same in a shop of any age. */
const maxCounted = 10_000;

const label = 'status';
/** The description of each figure. */
export const openOrderFigures = {
  orders_open: {
    help: `Orders that are not final by status; ${maxCounted} also stands for more.`,
    ...{ label, values: openStatuses },
  },
  orders_open_oldest_seconds: {
    help: 'Time since the oldest order that has this status was placed; 0 when there is none.',
    ...{ label, values: openStatuses },
  },
} as const;

type ByStatus = Readonly<Record<string, number>>;
type Figures = Readonly<Record<keyof typeof openOrderFigures, ByStatus>>;
type Row = { readonly status: OrderStatus; readonly orders: number; readonly seconds: number };

/** Reads a part of one index (status, placed_at). */
export const openOrdersQuery = Prisma.sql`
  SELECT status, counted.orders, counted.seconds
  FROM unnest(${openStatuses}::"OrderStatus"[]) AS status, LATERAL (
    SELECT count(*)::int AS orders,
      coalesce(extract(epoch FROM now() - min(placed_at)), 0)::float AS seconds
    FROM (
      SELECT placed_at FROM orders WHERE orders.status = status.status
      ORDER BY placed_at LIMIT ${maxCounted}
    ) AS oldest
  ) AS counted`;

/** Creates the count of open orders. */
export const createOpenOrderFigures = (database: Database) => async (): Promise<Figures> => {
  const rows = await database.$queryRaw<Row[]>(openOrdersQuery);
  const byStatus = (value: (row: Row) => number): ByStatus =>
    Object.fromEntries(rows.map((row) => [row.status, value(row)]));
  return {
    orders_open: byStatus(({ orders }) => orders),
    orders_open_oldest_seconds: byStatus(({ seconds }) => seconds),
  };
};
