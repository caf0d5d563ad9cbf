import type { SqlDatabase } from '@shop/service/postgres';
import type { TrackedProduct } from '../domain/ports.ts';

/** Saves what a product says about its variants, unless a newer version of it was saved before. */
export async function trackProduct(
  tx: SqlDatabase,
  { productId, version, status, variants }: TrackedProduct,
): Promise<void> {
  // All variants of a product have its latest version. An older version that arrives late would bring
  // variants back that the product no longer has.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${productId}, 0))`;
  const newer = await tx.$executeRaw`
    SELECT FROM stock WHERE product_id = ${productId}::uuid AND product_version >= ${version} LIMIT 1`;
  if (newer > 0) return;
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
  await tx.$executeRaw`
    UPDATE stock SET product_version = ${version}, for_sale = false, removed = true, updated_at = now()
    WHERE product_id = ${productId}::uuid AND product_version < ${version}`;
}
