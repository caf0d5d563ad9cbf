import { isId, type PageRequest } from '@shop/domain';
import { allOf, anyOf, type KeyColumn, keyset } from '@shop/service/sql';
import { orderStatuses } from '../domain/order.ts';
import type {
  CustomerOrderFilter,
  OrderFilter,
  OrderList,
  OrderSort,
  OrderSortKey,
} from '../domain/order-list.ts';
import { Prisma } from '../generated/prisma/client.ts';

const id: KeyColumn = { column: Prisma.sql`o.id`, type: 'uuid' };
const sortKeys: Readonly<Record<OrderSortKey, readonly KeyColumn[]>> = {
  PLACED_AT: [{ column: Prisma.sql`o.placed_at`, type: 'timestamptz' }, id],
  UPDATED_AT: [{ column: Prisma.sql`o.updated_at`, type: 'timestamptz' }, id],
  TOTAL: [
    { column: Prisma.sql`o.currency`, type: 'char(3)' },
    { column: Prisma.sql`o.total_minor`, type: 'bigint' },
    id,
  ],
};

/** Returns the query for the ids and sort keys of one page. */
export function pageQuery({ filter, sort }: OrderList, request: PageRequest): Prisma.Sql {
  const { key, condition, orderBy, limit } = keyset({
    columns: sortKeys[sort.by],
    descending: sort.direction === 'DESC',
    ...request,
  });
  if (matchesFew({ filter, sort })) {
    return Prisma.sql`
      WITH few AS MATERIALIZED (SELECT ${read} FROM orders o WHERE ${allOf(conditionsOf(filter))})
      SELECT o.id, ${key} AS key FROM few o WHERE ${condition} ${orderBy} ${limit}`;
  }
  const parts = partsOf(filter).map((part) => {
    const conditions = [...conditionsOf(part), ...updatedSince(part, sort), condition];
    return Prisma.sql`(SELECT ${read} FROM orders o WHERE ${allOf(conditions)} ${orderBy} ${limit})`;
  });
  return Prisma.sql`
    SELECT o.id, ${key} AS key FROM (${Prisma.join(parts, ' UNION ALL ')}) o ${orderBy} ${limit}`;
}

/** Returns the query for the ids of one page of each customer's orders; each reads its part of the index. */
export function customersQuery(
  customerIds: readonly string[],
  filter: CustomerOrderFilter,
  request: PageRequest,
): Prisma.Sql {
  const { condition, orderBy, limit } = keyset({ columns: [id], descending: true, ...request });
  const conditions = [Prisma.sql`o.customer_id = requested.id`, ...conditionsOf(filter), condition];
  return Prisma.sql`
    SELECT o.id FROM unnest(${customerIds.filter(isId)}::uuid[]) AS requested (id)
    CROSS JOIN LATERAL (
      SELECT o.id FROM orders o WHERE ${allOf(conditions)} ${orderBy} ${limit}
    ) AS o
    ${orderBy}`;
}

/** Returns the query for the number of each customer's orders; customers without one are absent. */
export const customerCountsQuery = (
  customerIds: readonly string[],
  filter: CustomerOrderFilter,
): Prisma.Sql => Prisma.sql`
  SELECT o.customer_id AS id, count(*) AS count FROM orders o
  WHERE o.customer_id = ANY(${customerIds.filter(isId)}::uuid[]) AND ${allOf(conditionsOf(filter))}
  GROUP BY o.customer_id`;

export const countQuery = (filter: OrderFilter): Prisma.Sql =>
  Prisma.sql`SELECT count(*) AS count FROM orders o WHERE ${allOf(conditionsOf(filter))}`;

const read = Prisma.raw('o.id, o.placed_at, o.updated_at, o.currency, o.total_minor');
const longestPeriodMs = 31 * 24 * 60 * 60 * 1_000;

/**
 * Whether to read every match before sorting. PostgreSQL would otherwise scan the sorted list until it has
 * one page of matches, and assumes that matches are spread evenly; the orders of one day or one customer
 * may all be at the other end of the list.
 */
function matchesFew({ filter, sort }: OrderList): boolean {
  const { numberPrefix, email, customerId, from, to, hasOpenReturn } = filter;
  if (numberPrefix !== undefined || hasOpenReturn) return true;
  if (sort.by === 'PLACED_AT') return false;
  const isShort = from !== undefined && to !== undefined && +to - +from <= longestPeriodMs;
  return isShort || email !== undefined || customerId !== undefined;
}

/** Splits a filter by status: an index is sorted only within one status, so each status reads one page. */
function partsOf(filter: OrderFilter): OrderFilter[] {
  const { statuses, email, customerId } = filter;
  if (statuses === undefined || email !== undefined || customerId !== undefined) return [filter];
  const requested = [...new Set(statuses)];
  if (requested.length === orderStatuses.length) return [{ ...filter, statuses: undefined }];
  return requested.map((status) => ({ ...filter, statuses: [status] }));
}

/** Limits a list sorted by update: no order is updated before it is placed. */
const updatedSince = ({ from }: OrderFilter, { by }: OrderSort): Prisma.Sql[] =>
  by === 'UPDATED_AT' && from !== undefined
    ? [Prisma.sql`o.updated_at >= ${from.toISOString()}::timestamptz`]
    : [];

function conditionsOf(filter: OrderFilter): (Prisma.Sql | false | undefined)[] {
  const { numberPrefix, email, customerId, from, to, hasOpenReturn, hasReturn } = filter;
  return [
    anyOf(Prisma.sql`o.status`, filter.statuses ?? [], '"OrderStatus"'),
    numberPrefix !== undefined && Prisma.sql`o.number LIKE ${`${numberPrefix}%`}`,
    email !== undefined && Prisma.sql`o.email = ${email}`,
    customerId !== undefined &&
      (isId(customerId) ? Prisma.sql`o.customer_id = ${customerId}::uuid` : Prisma.sql`false`),
    from !== undefined && Prisma.sql`o.placed_at >= ${from.toISOString()}::timestamptz`,
    hasOpenReturn !== undefined &&
      (hasOpenReturn ? Prisma.sql`o.open_returns > 0` : Prisma.sql`o.open_returns = 0`),
    hasReturn !== undefined &&
      (hasReturn ? Prisma.sql`o.returns <> '[]'` : Prisma.sql`o.returns = '[]'`),
    to !== undefined && Prisma.sql`o.placed_at < ${to.toISOString()}::timestamptz`,
  ];
}
