import { allOf, anyOf } from '@shop/service/sql';
import { isSku } from '../domain/fields.ts';
import type { OptionFilter, ProductFilter } from '../domain/ports.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { searchQuery } from './search-query.ts';

/** Separates the name and the value of an option in `products.option_values`. */
export const optionSeparator = '\u001f';

/** Returns the conditions of a filter on `products p`, joined by AND. */
export function whereOf(filter: ProductFilter): Prisma.Sql {
  const { search, ids, skus, categoryId, withinId, inStock } = filter;
  return allOf([
    anyOf(Prisma.sql`p.status`, filter.statuses ?? [], '"ProductStatus"'),
    search !== undefined && Prisma.sql`p.search @@ ${searchQuery(search, 'FORGIVING')}`,
    ids && Prisma.sql`p.id = ANY(${ids}::uuid[])`,
    skus &&
      Prisma.sql`p.id IN (SELECT product_id FROM product_variants WHERE sku = ANY(${skus.filter(isSku)}))`,
    categoryId !== undefined && Prisma.sql`p.shelf_ids @> ARRAY[${categoryId}::uuid]`,
    withinId !== undefined && Prisma.sql`p.shelf_ids @> ARRAY[${withinId}::uuid]`,
    inStock !== undefined && Prisma.sql`p.in_stock = ${inStock}`,
    ...pricesOf(filter.price),
    ...optionsOf(filter),
  ]);
}

function pricesOf(price: ProductFilter['price']): Prisma.Sql[] {
  if (!price) return [];
  const { currency, min, max } = price;
  return [
    Prisma.sql`p.currency = ${currency}::char(3)`,
    ...(min === undefined ? [] : [Prisma.sql`p.min_price_minor >= ${min}`]),
    ...(max === undefined ? [] : [Prisma.sql`p.min_price_minor <= ${max}`]),
  ];
}

/**
 * Returns conditions on the indexed option values of the product and, where it matters, that one variant meets all
 * of them. The latter is a scalar subquery per product: for an EXISTS the planner may read and join all variants.
 */
function optionsOf({ options = [], inStock }: ProductFilter): Prisma.Sql[] {
  const anywhere = options.map(({ name, values }) => {
    const chosen = values.map((value) => `${name}${optionSeparator}${value}`);
    return Prisma.sql`p.option_values && ${chosen}::text[]`;
  });
  const needsVariant = options.length > 1 || (options.length === 1 && inStock === true);
  if (!needsVariant) return anywhere;
  const conditions = allOf(variantConditions(options, inStock));
  return [
    ...anywhere,
    Prisma.sql`(SELECT true FROM product_variants v WHERE v.product_id = p.id AND ${conditions} LIMIT 1)`,
  ];
}

/** Returns the conditions that one variant `v` meets. */
export const variantConditions = (
  options: readonly OptionFilter[],
  inStock: boolean | undefined,
): Prisma.Sql[] => [
  ...options.map(({ name, values }) => {
    const chosen = values.map((value) => JSON.stringify([{ name, value }]));
    return Prisma.sql`v.options @> ANY(${chosen}::jsonb[])`;
  }),
  ...(inStock
    ? [
        Prisma.sql`EXISTS (SELECT 1 FROM variant_stock s WHERE s.variant_id = v.id AND s.available > 0)`,
      ]
    : []),
];
