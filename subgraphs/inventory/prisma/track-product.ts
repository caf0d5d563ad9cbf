import type { TrackedProduct } from '../domain/ports.ts';
import type { Prisma } from '../generated/prisma/client.ts';

/** Saves what a product says about its variants, unless a newer version of it was saved before. */
export async function trackProduct(
  tx: Prisma.TransactionClient,
  { productId, version, status, variants }: TrackedProduct,
): Promise<void> {
  // All variants of a product have its latest version. An older version that arrives late would bring
  // variants back that the product no longer has.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${productId}, 0))`;
  if ((await tx.stock.count({ where: { productId, productVersion: { gte: version } } })) > 0)
    return;
  const ids = variants.map(({ variantId }) => variantId);
  // In SKU order, as every change of stock.
  await tx.$executeRaw`
    SELECT 1 FROM stock WHERE product_id = ${productId}::uuid OR variant_id = ANY(${ids}::uuid[])
    ORDER BY sku, variant_id FOR UPDATE`;
  await tx.$executeRaw`
    INSERT INTO stock (variant_id, sku, product_id, product_version, for_sale)
    SELECT "variantId", sku, ${productId}::uuid, ${version}, ${status === 'ACTIVE'}
    FROM json_to_recordset(${JSON.stringify(variants)}::json) AS v ("variantId" uuid, sku text)
    ORDER BY "variantId"
    ON CONFLICT (variant_id) DO UPDATE SET
      sku = excluded.sku, product_id = excluded.product_id, product_version = excluded.product_version,
      for_sale = excluded.for_sale, removed = false, updated_at = now()`;
  // The variants that the product no longer has.
  await tx.stock.updateMany({
    where: { productId, productVersion: { lt: version } },
    data: { productVersion: version, forSale: false, removed: true },
  });
}
