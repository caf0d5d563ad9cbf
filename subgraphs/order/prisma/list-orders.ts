import { isId, type PageRequest } from '@shop/domain';
import { type KeyColumn, keyset } from '@shop/service/sql';
import type { OrderFilter, OrderList, OrderSort, OrderSortKey } from '../domain/order-list.ts';
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

/** The ids and keys of one page. */
export function pageQuery({ filter, sort }: OrderList, request: PageRequest): Prisma.Sql {
  const { key, condition, orderBy, limit } = keyset({
    columns: sortKeys[sort.by],
    descending: sort.direction === 'DESC',
    ...request,
  });
  if (findsFew({ filter, sort })) {
    return Prisma.sql`
      WITH few AS MATERIALIZED (SELECT ${read} FROM orders o WHERE ${allOf(conditionsOf(filter))})
      SELECT o.id, ${key} AS key FROM few o WHERE ${condition} ${orderBy} ${limit}`;
  }
  const parts = partsOf(filter).map((part) => {
    const conditions = [...conditionsOf(part), ...placedBefore(part, sort), condition];
    return Prisma.sql`(SELECT ${read} FROM orders o WHERE ${allOf(conditions)} ${orderBy} ${limit})`;
  });
  return Prisma.sql`
    SELECT o.id, ${key} AS key FROM (${Prisma.join(parts, ' UNION ALL ')}) o ${orderBy} ${limit}`;
}

/** The ids of one page of the orders of each customer; each customer reads its own end of the index. */
export function historiesQuery(
  customerIds: readonly string[],
  statuses: OrderFilter['statuses'],
  request: PageRequest,
): Prisma.Sql {
  const { condition, orderBy, limit } = keyset({ columns: [id], descending: true, ...request });
  const conditions = [
    Prisma.sql`o.customer_id = wanted.id`,
    ...conditionsOf({ statuses }),
    condition,
  ];
  return Prisma.sql`
    SELECT o.id FROM unnest(${customerIds.filter(isId)}::uuid[]) AS wanted (id)
    CROSS JOIN LATERAL (
      SELECT o.id FROM orders o WHERE ${allOf(conditions)} ${orderBy} ${limit}
    ) AS o
    ${orderBy}`;
}

export const countQuery = (filter: OrderFilter): Prisma.Sql =>
  Prisma.sql`SELECT count(*) AS count FROM orders o WHERE ${allOf(conditionsOf(filter))}`;

const read = Prisma.raw('o.id, o.placed_at, o.updated_at, o.currency, o.total_minor');
const longest = 31 * 24 * 60 * 60 * 1_000;

/**
 * Whether to find all that match first, and then put them in order. Left to itself PostgreSQL goes
 * through the list until it has found a page of them, and thinks that they are scattered in it evenly;
 * what was ordered on one day, or by one customer, may all be at its other end.
 */
function findsFew({ filter, sort }: OrderList): boolean {
  const { number, email, customerId, from, to } = filter;
  if (number !== undefined) return true;
  if (sort.by === 'PLACED_AT') return false;
  const isShort = from !== undefined && to !== undefined && +to - +from <= longest;
  return isShort || email !== undefined || customerId !== undefined;
}

/** Only within one status an index gives the order: of several, a page of each is read. */
function partsOf(filter: OrderFilter): OrderFilter[] {
  const { statuses, email, customerId } = filter;
  if (statuses === undefined || email !== undefined || customerId !== undefined) return [filter];
  const wanted = [...new Set(statuses)];
  if (wanted.length === 7) return [{ ...filter, statuses: undefined }];
  return wanted.map((status) => ({ ...filter, statuses: [status] }));
}

/** No order changes before it is placed: where in the list of changes to begin. */
const placedBefore = ({ from }: OrderFilter, { by }: OrderSort): Prisma.Sql[] =>
  by === 'UPDATED_AT' && from !== undefined
    ? [Prisma.sql`o.updated_at >= ${from.toISOString()}::timestamptz`]
    : [];

const allOf = (conditions: readonly Prisma.Sql[]): Prisma.Sql =>
  conditions.length > 0 ? Prisma.join([...conditions], ' AND ') : Prisma.sql`true`;

function conditionsOf(filter: OrderFilter): Prisma.Sql[] {
  const { number, email, customerId, from, to } = filter;
  return [
    statusIs(filter.statuses),
    number !== undefined && Prisma.sql`o.number LIKE ${`${number}%`}`,
    email !== undefined && Prisma.sql`lower(o.email) = lower(${email})`,
    customerId !== undefined &&
      (isId(customerId) ? Prisma.sql`o.customer_id = ${customerId}::uuid` : Prisma.sql`false`),
    from !== undefined && Prisma.sql`o.placed_at >= ${from.toISOString()}::timestamptz`,
    to !== undefined && Prisma.sql`o.placed_at < ${to.toISOString()}::timestamptz`,
  ].filter((condition) => typeof condition === 'object');
}

/** One status is an equation, so that an index beginning with it also gives the order. */
function statusIs(statuses: OrderFilter['statuses']): Prisma.Sql | undefined {
  const [only, ...more] = [...new Set(statuses)];
  if (only === undefined) return undefined;
  if (more.length === 0) return Prisma.sql`o.status = ${only}::"OrderStatus"`;
  return Prisma.sql`o.status = ANY(${[only, ...more]}::"OrderStatus"[])`;
}
