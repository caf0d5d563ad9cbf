import {
  insertRows,
  type Parameter,
  type SqlClient,
  type SqlDatabase,
  updateRows,
  writeTogether,
} from '@shop/service/postgres';
import { isPublic, type Product, type ProductVariant } from '../domain/product.ts';
import { toPriceRow, toRow, variantRows } from './product-rows.ts';
import { type ProductChange, variantChanges } from './variant-changes.ts';

/** Returns the rows of new products and of their first prices. */
export const rowsOf = (products: readonly Product[]) => ({
  products: products.map(toRow),
  categories: categoryRows(products),
  variants: products.flatMap(({ variants }) => variantRows(variants, 0)),
  prices: products.flatMap((product) =>
    offeredVariants(product).map((variant) => toPriceRow(variant, product.updatedAt)),
  ),
});

/** Saves new products, their first prices and their columns for lists. */
export async function insertProducts(tx: SqlDatabase, products: readonly Product[]): Promise<void> {
  const rows = rowsOf(products);
  await writeTogether(tx, (parameter) => [
    ...insertRows('products', rows.products, parameter),
    ...insertRows('product_categories', rows.categories, parameter),
    ...insertRows('product_variants', rows.variants, parameter),
    ...insertRows('variant_prices', rows.prices, parameter),
  ]);
}

/** Saves the differences of products whose rows are locked: each kind of difference by one statement for all. */
export async function updateProducts(
  tx: SqlDatabase,
  changes: readonly ProductChange[],
): Promise<void> {
  const filed = changes.filter(({ before, next }) => before.categoryIds !== next.categoryIds);
  const variants = await variantChanges(tx, changes);
  const prices = changes.map(priceChanges);
  const ended = prices.flatMap((one) => one.ended);
  await writeTogether(tx, (parameter) => [
    ...(filed.length > 0
      ? [
          `DELETE FROM product_categories WHERE product_id = ANY(${parameter(idsOf(filed))}::uuid[])`,
        ]
      : []),
    ...(variants.removed.length > 0
      ? [`DELETE FROM product_variants WHERE id = ANY(${parameter(variants.removed)}::uuid[])`]
      : []),
  ]);
  await writeTogether(tx, (parameter) => [
    ...updateRows(
      'products',
      changes.map(({ next }) => toRow(next)),
      parameter,
    ),
    ...updateRows('product_variants', variants.changed, parameter),
    ...(ended.length > 0 ? [endPrices(ended, parameter)] : []),
  ]);
  await writeTogether(tx, (parameter) => [
    ...insertRows('product_categories', categoryRows(filed.map(({ next }) => next)), parameter),
    ...insertRows('product_variants', variants.added, parameter),
    ...insertRows(
      'variant_prices',
      prices.flatMap((one) => one.started),
      parameter,
    ),
  ]);
  // Positions are unique at any time: the new ones are all behind the old ones.
  await writeTogether(tx, (parameter) => updateRows('product_variants', variants.moved, parameter));
}

/** No present slug is a former one, and the last product that had a former slug has it. */
export async function saveSlugs(
  tx: SqlDatabase,
  added: readonly Product[],
  changes: readonly ProductChange[],
): Promise<void> {
  const renamed = changes.filter(({ before, next }) => before.slug !== next.slug);
  const slugs = [...added, ...renamed.flatMap(({ before, next }) => [before, next])].map(
    ({ slug }) => slug,
  );
  if (slugs.length === 0) return;
  await tx.$executeRaw`DELETE FROM former_product_slugs WHERE slug = ANY(${slugs}::text[])`;
  const former = renamed.map(({ before }) => ({ slug: before.slug, productId: before.id }));
  await writeTogether(tx, (parameter) => insertRows('former_product_slugs', former, parameter));
}

const idsOf = (changes: readonly ProductChange[]) => changes.map(({ next }) => next.id);

type EndedPrice = { readonly variantId: string; readonly at: Date };

/** Returns the prices that are no longer offered, and the rows of those that were not offered before. */
function priceChanges({ before, next }: ProductChange) {
  const [old, current] = [offeredVariants(before), offeredVariants(next)];
  const at = next.updatedAt;
  return {
    ended: old
      .filter((variant) => !current.some((other) => isSamePrice(other, variant)))
      .map(({ id }): EndedPrice => ({ variantId: id, at })),
    started: current
      .filter((variant) => !old.some((other) => isSamePrice(other, variant)))
      .map((variant) => toPriceRow(variant, at)),
  };
}

/** The clock of another process may have been ahead when a price started. */
const endPrices = (ended: readonly EndedPrice[], parameter: Parameter): string => `
  UPDATE variant_prices price SET valid_to = greatest(valid_from, ended.at)
  FROM unnest(${parameter(ended.map(({ variantId }) => variantId))}::uuid[],
    ${parameter(ended.map(({ at }) => at.toISOString()))}::timestamptz[]) AS ended (variant_id, at)
  WHERE price.variant_id = ended.variant_id AND price.valid_to IS NULL`;

/** Returns the variants that are offered: none while the product is not on sale. */
const offeredVariants = (product: Product): readonly ProductVariant[] =>
  isPublic(product) ? product.variants : [];

const isSamePrice = (variant: ProductVariant, other: ProductVariant): boolean =>
  variant.id === other.id &&
  variant.price.minor === other.price.minor &&
  variant.price.currency === other.price.currency;

const categoryRows = (products: readonly Product[]) =>
  products.flatMap(({ id: productId, categoryIds }) =>
    categoryIds.map((categoryId) => ({ productId, categoryId })),
  );

/** Updates the columns for lists of these products, whose rows are locked. */
export const refreshListing = (tx: SqlClient, ids: readonly string[]) =>
  tx.$executeRaw`SELECT refresh_listing(${ids}::uuid[])`;
