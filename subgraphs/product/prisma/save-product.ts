import type { SqlClient } from '@shop/service/postgres';
import { isPublic, type Product, type ProductVariant } from '../domain/product.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { toPriceRow, toRow, toVariantRow } from './product-rows.ts';

type Transaction = Prisma.TransactionClient;

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
export async function insertProducts(tx: Transaction, products: readonly Product[]): Promise<void> {
  const rows = rowsOf(products);
  await tx.product.createMany({ data: rows.products });
  const slugs = products.map(({ slug }) => slug);
  await tx.formerProductSlug.deleteMany({ where: { slug: { in: slugs } } });
  await tx.productCategory.createMany({ data: rows.categories });
  await tx.productVariant.createMany({ data: rows.variants });
  await tx.variantPrice.createMany({ data: rows.prices });
  await refreshListing(
    tx,
    products.map(({ id }) => id),
  );
}

/** Saves the differences of a product whose row is locked. */
export async function updateProduct(tx: Transaction, before: Product, next: Product) {
  const { id } = before;
  await tx.product.update({ where: { id }, data: toRow(next), select: { id: true } });
  if (before.slug !== next.slug) {
    // No present slug is a former one, and the last product that had a former slug has it.
    await tx.formerProductSlug.deleteMany({ where: { slug: { in: [before.slug, next.slug] } } });
    await tx.formerProductSlug.create({ data: { slug: before.slug, productId: id } });
  }
  if (before.categoryIds !== next.categoryIds) {
    await tx.productCategory.deleteMany({ where: { productId: id } });
    await tx.productCategory.createMany({ data: categoryRows([next]) });
  }
  if (before.variants !== next.variants) await updateVariants(tx, before, next);
  await savePrices(tx, before, next);
  await refreshListing(tx, [id]);
}

async function updateVariants(tx: Transaction, before: Product, next: Product): Promise<void> {
  const known = new Map(before.variants.map((variant) => [variant.id, variant]));
  const remaining = new Set(next.variants.map(({ id }) => id));
  const removed = before.variants.filter(({ id }) => !remaining.has(id));
  const added = next.variants.filter(({ id }) => !known.has(id));
  const changed = next.variants.filter(
    (variant) => known.has(variant.id) && known.get(variant.id) !== variant,
  );
  const last = await tx.productVariant.aggregate({
    where: { productId: next.id },
    _max: { position: true },
  });
  await tx.productVariant.deleteMany({ where: { id: { in: removed.map(({ id }) => id) } } });
  for (const variant of changed) {
    const where = { id: variant.id };
    await tx.productVariant.update({ where, data: toVariantRow(variant), select: { id: true } });
  }
  const free = (last._max.position ?? 0) + 1;
  await tx.productVariant.createMany({ data: variantRows(added, free) });
  const ids = next.variants.map(({ id }) => id);
  const stored = [...before.variants.filter(({ id }) => remaining.has(id)), ...added];
  if (stored.every(({ id }, index) => id === ids[index])) return;
  // Positions are unique at any time: the new ones are all behind the old ones.
  await tx.$executeRaw`
    UPDATE product_variants v SET position = ${free + added.length} + wanted.n
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS wanted (id, n) WHERE v.id = wanted.id`;
}

/** Ends the prices that are no longer offered and starts those that were not offered before. */
async function savePrices(tx: Transaction, before: Product, next: Product) {
  const [old, current] = [offeredVariants(before), offeredVariants(next)];
  const ended = old.filter((variant) => !current.some((other) => isSamePrice(other, variant)));
  const started = current.filter((variant) => !old.some((other) => isSamePrice(other, variant)));
  const at = next.updatedAt;
  if (ended.length > 0) {
    // The clock of another process may have been ahead when the price started.
    await tx.$executeRaw`
      UPDATE variant_prices SET valid_to = greatest(valid_from, ${at.toISOString()}::timestamptz)
      WHERE variant_id = ANY(${ended.map(({ id }) => id)}::uuid[]) AND valid_to IS NULL`;
  }
  await tx.variantPrice.createMany({ data: started.map((variant) => toPriceRow(variant, at)) });
}

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

const variantRows = (variants: readonly ProductVariant[], from: number) =>
  variants.map((variant, index) => ({
    ...toVariantRow(variant),
    id: variant.id,
    productId: variant.productId,
    position: from + index,
  }));

/** Updates the columns for lists of these products, whose rows are locked. */
export const refreshListing = (tx: SqlClient, ids: readonly string[]) =>
  tx.$executeRaw`SELECT refresh_listing(${ids}::uuid[])`;
