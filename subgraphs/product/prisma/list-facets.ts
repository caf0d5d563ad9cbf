import type { SqlDatabase } from '@shop/service/postgres';
import { allOf } from '@shop/service/sql';
import type { FacetCounts, OptionCount, ProductFilter } from '../domain/ports.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { optionSeparator, variantConditions, whereOf } from './list-conditions.ts';

/** More values than people read; the rarest are left out. */
const maxRows = 2_000;

/** Counts the values of each facet without its own part of the filter, with one statement per facet. */
export async function countFacets(
  database: SqlDatabase,
  filter: ProductFilter,
): Promise<FacetCounts> {
  const chosen = filter.options ?? [];
  const names = chosen.map(({ name }) => name);
  const [categories, prices, stock, ...options] = await Promise.all([
    byCategory(database, { ...filter, categoryId: undefined }),
    byPrice(database, { ...filter, price: undefined }),
    byStock(database, { ...filter, inStock: undefined }),
    byOption(database, filter, Prisma.sql`o.name <> ALL(${names}::text[])`),
    ...names.map((own) =>
      byOption(
        database,
        { ...filter, options: chosen.filter(({ name }) => name !== own) },
        Prisma.sql`o.name = ${own}`,
      ),
    ),
  ]);
  return { categories, prices, stock, options: options.flat() };
}

const byCategory = (database: SqlDatabase, filter: ProductFilter) =>
  database.queryUnprepared<{ id: string; count: number }>(Prisma.sql`
    SELECT shelf.id, count(*)::int AS count
    FROM products p CROSS JOIN unnest(p.shelf_ids) AS shelf (id)
    WHERE ${whereOf(filter)} GROUP BY shelf.id`);

async function byPrice(database: SqlDatabase, filter: ProductFilter) {
  type Row = Record<'currency' | 'min' | 'max', string> & { readonly count: number };
  const rows = await database.queryUnprepared<Row>(Prisma.sql`
    SELECT p.currency, count(*)::int AS count, min(p.min_price_minor)::text AS min,
      max(p.min_price_minor)::text AS max
    FROM products p WHERE ${whereOf(filter)} GROUP BY p.currency`);
  return rows.map(({ min, max, ...row }) => ({ ...row, min: BigInt(min), max: BigInt(max) }));
}

async function byStock(database: SqlDatabase, filter: ProductFilter) {
  const { options } = filter;
  const [row] = await database.queryUnprepared<{ yes: number; no: number }>(Prisma.sql`
    SELECT count(*) FILTER (WHERE ${whereOf({ options, inStock: true })})::int AS yes,
      count(*) FILTER (WHERE NOT p.in_stock)::int AS no
    FROM products p WHERE ${whereOf(filter)}`);
  return { yes: row?.yes ?? 0, no: row?.no ?? 0 };
}

/**
 * Counts options of variants where one variant must meet several conditions, otherwise those of products, which
 * is the same number for less work.
 */
function byOption(database: SqlDatabase, filter: ProductFilter, which: Prisma.Sql) {
  const conditions = variantConditions(filter.options ?? [], filter.inStock);
  const source =
    conditions.length > 0
      ? Prisma.sql`products p JOIN product_variants v ON v.product_id = p.id
          CROSS JOIN jsonb_to_recordset(v.options) AS o (name text, value text)`
      : Prisma.sql`products p CROSS JOIN unnest(p.option_values) AS pair
          CROSS JOIN LATERAL (VALUES (
            split_part(pair, ${optionSeparator}, 1), split_part(pair, ${optionSeparator}, 2)
          )) AS o (name, value)`;
  return database.queryUnprepared<OptionCount>(Prisma.sql`
    SELECT o.name, o.value, count(DISTINCT p.id)::int AS count
    FROM ${source}
    WHERE ${allOf([whereOf(filter), ...conditions, which])}
    GROUP BY o.name, o.value ORDER BY count DESC, o.name, o.value LIMIT ${maxRows}`);
}
