import { allOf } from '@shop/service/sql';
import type { FacetCounts, OptionCount, ProductFilter } from '../domain/ports.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Database } from './client.ts';
import { optionSeparator, variantConditions, whereOf } from './list-conditions.ts';

/** More values than people read; the rarest are left out. */
const maxRows = 2_000;

/** Counts the values of each facet without its own part of the filter, with one statement per facet. */
export async function countFacets(database: Database, filter: ProductFilter): Promise<FacetCounts> {
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

const byCategory = (database: Database, filter: ProductFilter) =>
  database.$queryRaw<{ id: string; count: number }[]>`
    SELECT shelf.id, count(*)::int AS count
    FROM products p CROSS JOIN unnest(p.shelf_ids) AS shelf (id)
    WHERE ${whereOf(filter)} GROUP BY shelf.id`;

const byPrice = (database: Database, filter: ProductFilter) =>
  database.$queryRaw<{ currency: string; count: number; min: bigint; max: bigint }[]>`
    SELECT p.currency, count(*)::int AS count, min(p.min_price_minor) AS min, max(p.min_price_minor) AS max
    FROM products p WHERE ${whereOf(filter)} GROUP BY p.currency`;

async function byStock(database: Database, filter: ProductFilter) {
  const { options } = filter;
  const [row] = await database.$queryRaw<{ yes: number; no: number }[]>`
    SELECT count(*) FILTER (WHERE ${whereOf({ options, inStock: true })})::int AS yes,
      count(*) FILTER (WHERE NOT p.in_stock)::int AS no
    FROM products p WHERE ${whereOf(filter)}`;
  return { yes: row?.yes ?? 0, no: row?.no ?? 0 };
}

/**
 * Counts options of variants where one variant must meet several conditions, otherwise those of products, which
 * is the same number for less work.
 */
function byOption(database: Database, filter: ProductFilter, which: Prisma.Sql) {
  const conditions = variantConditions(filter.options ?? [], filter.inStock);
  const source =
    conditions.length > 0
      ? Prisma.sql`products p JOIN product_variants v ON v.product_id = p.id
          CROSS JOIN jsonb_to_recordset(v.options) AS o (name text, value text)`
      : Prisma.sql`products p CROSS JOIN unnest(p.option_values) AS pair
          CROSS JOIN LATERAL (VALUES (
            split_part(pair, ${optionSeparator}, 1), split_part(pair, ${optionSeparator}, 2)
          )) AS o (name, value)`;
  return database.$queryRaw<OptionCount[]>`
    SELECT o.name, o.value, count(DISTINCT p.id)::int AS count
    FROM ${source}
    WHERE ${allOf([whereOf(filter), ...conditions, which])}
    GROUP BY o.name, o.value ORDER BY count DESC, o.name, o.value LIMIT ${maxRows}`;
}
