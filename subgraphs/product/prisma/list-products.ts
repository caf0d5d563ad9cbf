import { inOrder, type Page, type PageRequest, toPage } from '@shop/domain';
import type { SqlDatabase } from '@shop/service/postgres';
import { type KeyColumn, keyset } from '@shop/service/sql';
import type { ProductFilter, ProductSort } from '../domain/ports.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { whereOf } from './list-conditions.ts';
import { searchQuery } from './search-query.ts';

/** The id of a product with its sort key in the list. */
export type ListedRow = { readonly id: string; readonly key: string[] };

/** The sort key of a list and its direction. */
type SortOrder = { readonly columns: readonly KeyColumn[]; readonly descending: boolean };

const id: KeyColumn = { column: Prisma.sql`p.id`, type: 'uuid' };
const createdAt: KeyColumn = { column: Prisma.sql`p.created_at`, type: 'timestamptz' };
const title: KeyColumn = { column: Prisma.sql`p.title_words`, type: 'text' };
const price: readonly KeyColumn[] = [
  { column: Prisma.sql`p.currency`, type: 'char(3)' },
  { column: Prisma.sql`p.min_price_minor`, type: 'bigint' },
];

const sortOrders: Readonly<Record<ProductSort, (search: string) => SortOrder>> = {
  RELEVANCE: (search) => ({ columns: [...rankOf(search), id], descending: true }),
  NEWEST: () => ({ columns: [createdAt, id], descending: true }),
  PRICE_ASC: () => ({ columns: [...price, id], descending: false }),
  PRICE_DESC: () => ({ columns: [...price, id], descending: true }),
  TITLE: () => ({ columns: [title, id], descending: false }),
};

/** Products that match as the search is written come before those that match with a typing mistake. */
const rankOf = (search: string): readonly KeyColumn[] => [
  { column: Prisma.sql`(p.search @@ ${searchQuery(search, 'EXACT')})::int`, type: 'integer' },
  { column: Prisma.sql`ts_rank(p.search, ${searchQuery(search, 'FORGIVING')})`, type: 'float4' },
];

const keyColumns = Prisma.raw('p.id, p.created_at, p.currency, p.min_price_minor, p.title_words');

/**
 * The ids and keys of one page. A search first finds all matches and then sorts them: left to itself,
 * PostgreSQL walks through the list until it has met a page of matches, because it estimates that they are many.
 */
export function pageQuery(
  filter: ProductFilter,
  sort: ProductSort,
  request: PageRequest,
): Prisma.Sql {
  const { key, condition, orderBy, limit } = keyset({
    ...sortOrders[sort](filter.search ?? ''),
    ...request,
  });
  if (filter.search === undefined || sort === 'RELEVANCE') {
    return Prisma.sql`
      SELECT p.id, ${key} AS key FROM products p
      WHERE ${whereOf(filter)} AND ${condition} ${orderBy} ${limit}`;
  }
  return Prisma.sql`
    WITH found AS MATERIALIZED (SELECT ${keyColumns} FROM products p WHERE ${whereOf(filter)})
    SELECT p.id, ${key} AS key FROM found p WHERE ${condition} ${orderBy} ${limit}`;
}

/** The ids and keys of one page, in list order. */
export async function readProductPage(
  database: SqlDatabase,
  filter: ProductFilter,
  sort: ProductSort,
  request: PageRequest,
): Promise<Page<ListedRow>> {
  return toPage(
    await database.queryUnprepared<ListedRow>(pageQuery(filter, sort, request)),
    request,
  );
}

/**
 * The ids and keys of one page of each category, in list order, by one statement. Each category is a query of its own in
 * it, since their plans differ: most products may be in one of them, and three in another.
 */
export async function readProductPages(
  database: SqlDatabase,
  categoryIds: readonly string[],
  filter: ProductFilter,
  sort: ProductSort,
  request: PageRequest,
): Promise<Page<ListedRow>[]> {
  type Ranked = ListedRow & { readonly within: string; readonly n: string };
  const pages = categoryIds.map((withinId) => {
    const page = pageQuery({ ...filter, withinId }, sort, request);
    return Prisma.sql`
      SELECT ${withinId}::uuid AS within, page.*, row_number() OVER () AS n FROM (${page}) AS page`;
  });
  const rows = await database.queryUnprepared<Ranked>(Prisma.join(pages, ' UNION ALL '));
  return categoryIds.map((id) => {
    const own = rows.filter(({ within }) => within === id);
    return toPage(
      own.sort((a, b) => Number(a.n) - Number(b.n)),
      request,
    );
  });
}

export async function countProducts(database: SqlDatabase, filter: ProductFilter): Promise<number> {
  const [row] = await database.queryUnprepared<{ count: string }>(
    Prisma.sql`SELECT count(*) AS count FROM products p WHERE ${whereOf(filter)}`,
  );
  return Number(row?.count ?? 0);
}

/** The numbers of products of each category, by one statement. */
export async function countProductsWithin(
  database: SqlDatabase,
  categoryIds: readonly string[],
  filter: ProductFilter,
): Promise<number[]> {
  const counts = categoryIds.map(
    (withinId) => Prisma.sql`
      SELECT ${withinId}::uuid AS within, count(*) AS count FROM products p
      WHERE ${whereOf({ ...filter, withinId })}`,
  );
  const rows = await database.queryUnprepared<{ within: string; count: string }>(
    Prisma.join(counts, ' UNION ALL '),
  );
  return inOrder(categoryIds, rows, ({ within }) => within).map((row) => Number(row?.count ?? 0));
}
