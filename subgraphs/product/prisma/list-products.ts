import { type Page, type PageRequest, toPage } from '@shop/domain';
import type { ProductFilter, ProductSort } from '../domain/ports.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Database } from './client.ts';
import { queryOf, whereOf } from './list-conditions.ts';

type Row = { readonly id: string; readonly key: string[] };

/** How a list is ordered: its columns, how a cursor spells them, and which way it goes. */
type Order = {
  readonly columns: readonly Prisma.Sql[];
  /** The columns as texts, in the same order. */
  readonly key: Prisma.Sql;
  /** The texts of a cursor as values of the columns. */
  readonly from: (key: readonly string[]) => Prisma.Sql;
  readonly descending: boolean;
};

const id = Prisma.sql`p.id`;

const byPrice = {
  columns: [Prisma.sql`p.currency`, Prisma.sql`p.min_price_minor`, id],
  key: Prisma.sql`ARRAY[p.currency, p.min_price_minor::text, p.id::text]`,
  from: ([currency, minor, product]: readonly string[]) =>
    Prisma.sql`${currency}::char(3), ${minor}::bigint, ${product}::uuid`,
};

const orders: Readonly<Record<ProductSort, (search: string) => Order>> = {
  RELEVANCE: (search) => {
    const rank = Prisma.sql`ts_rank(p.search, ${queryOf(search)})`;
    return {
      columns: [rank, id],
      key: Prisma.sql`ARRAY[${rank}::text, p.id::text]`,
      from: ([best, product]) => Prisma.sql`${best}::text::float4, ${product}::uuid`,
      descending: true,
    };
  },
  NEWEST: () => ({
    columns: [Prisma.sql`p.created_at`, id],
    key: Prisma.sql`ARRAY[
      to_char(p.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), p.id::text]`,
    from: ([createdAt, product]) => Prisma.sql`${createdAt}::timestamptz, ${product}::uuid`,
    descending: true,
  }),
  PRICE_ASC: () => ({ ...byPrice, descending: false }),
  PRICE_DESC: () => ({ ...byPrice, descending: true }),
  TITLE: () => ({
    columns: [Prisma.sql`p.title_key`, id],
    key: Prisma.sql`ARRAY[p.title_key, p.id::text]`,
    from: ([title, product]) => Prisma.sql`${title}, ${product}::uuid`,
    descending: false,
  }),
};

const places = Prisma.raw('p.id, p.created_at, p.currency, p.min_price_minor, p.title_key');

/**
 * One page of the list: what comes after (or before) a place costs the same wherever that is. Of a search
 * all that match are found first, and then put in order: left to itself PostgreSQL goes through the list
 * until it has met a page of them, and thinks that they are many.
 */
export function pageQuery(
  filter: ProductFilter,
  sort: ProductSort,
  { backward, cursor, size }: PageRequest,
): Prisma.Sql {
  const { columns, key, from, descending } = orders[sort](filter.search ?? '');
  const falling = descending !== backward;
  const direction = Prisma.raw(falling ? ' DESC' : ' ASC');
  const ordered = Prisma.join(columns.map((column) => Prisma.sql`${column}${direction}`));
  const beyond = Prisma.raw(falling ? '<' : '>');
  const rest = cursor
    ? Prisma.sql`AND (${Prisma.join([...columns])}) ${beyond} (${from(cursor)})`
    : Prisma.empty;
  const end = Prisma.sql`${rest} ORDER BY ${ordered} LIMIT ${size + 1}`;
  if (filter.search === undefined || sort === 'RELEVANCE') {
    return Prisma.sql`SELECT p.id, ${key} AS key FROM products p WHERE ${whereOf(filter)} ${end}`;
  }
  return Prisma.sql`
    WITH found AS MATERIALIZED (SELECT ${places} FROM products p WHERE ${whereOf(filter)})
    SELECT p.id, ${key} AS key FROM found p WHERE true ${end}`;
}

export async function listProducts(
  database: Database,
  filter: ProductFilter,
  sort: ProductSort,
  request: PageRequest,
): Promise<Page<Row>> {
  return toPage(await database.$queryRaw<Row[]>(pageQuery(filter, sort, request)), request);
}

export async function countProducts(database: Database, filter: ProductFilter): Promise<number> {
  const [row] = await database.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count FROM products p WHERE ${whereOf(filter)}`;
  return Number(row?.count ?? 0);
}
