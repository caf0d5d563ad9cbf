import { inOrder, isId } from '@shop/domain';
import { fromRow, type SqlDatabase } from '@shop/service/postgres';
import type { CatalogueStore, CatalogueVariant } from '../domain/ports.ts';
import type { CatalogueVariant as Row } from '../generated/prisma/client.ts';

/** Creates the catalogue projection. */
export const createCatalogueStore = (database: SqlDatabase): CatalogueStore => ({
  async byIds(variantIds) {
    const rows = await database.$queryRaw<Record<string, unknown>[]>`
      SELECT * FROM catalogue_variants WHERE variant_id = ANY(${variantIds.filter(isId)}::uuid[])`;
    const variants = rows.map((row) => toVariant(fromRow<Row>(row)));
    return inOrder(variantIds, variants, ({ variantId }) => variantId);
  },

  projectProduct: ({ productId, version, variants, ...product }) =>
    database.transaction(async (tx) => {
      // All variants of a product have its latest version. An older version that arrives late would put
      // variants back on sale that the product no longer has.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${productId}, 0))`;
      const newer = await tx.$executeRaw`
        SELECT FROM catalogue_variants
        WHERE product_id = ${productId}::uuid AND version > ${version} LIMIT 1`;
      if (newer > 0) return;
      const { title, slug, imageUrl = null, status, categoryIds = [] } = product;
      for (const variant of variants) {
        const name = variant.title ? `${title} - ${variant.title}` : title;
        await tx.$executeRaw`
          INSERT INTO catalogue_variants
            (variant_id, product_id, sku, title, slug, image_url, category_ids, price_minor, currency,
             tax_class, weight_grams, is_shipped, for_sale, removed, version)
          VALUES
            (${variant.variantId}::uuid, ${productId}::uuid, ${variant.sku}, ${name},
             ${slug}, ${imageUrl}, ${categoryIds}::uuid[], ${BigInt(variant.price.minor)}, ${variant.price.currency},
             ${variant.taxClass ?? null}, ${variant.weightGrams ?? null}, ${variant.isShipped ?? true},
             ${status === 'ACTIVE'}, false, ${version})
          ON CONFLICT (variant_id) DO UPDATE SET
            sku = EXCLUDED.sku, title = EXCLUDED.title, slug = EXCLUDED.slug,
            image_url = EXCLUDED.image_url, category_ids = EXCLUDED.category_ids, price_minor = EXCLUDED.price_minor,
            currency = EXCLUDED.currency, tax_class = EXCLUDED.tax_class,
            weight_grams = EXCLUDED.weight_grams, is_shipped = EXCLUDED.is_shipped, for_sale = EXCLUDED.for_sale, removed = false,
            version = EXCLUDED.version
          WHERE catalogue_variants.version < EXCLUDED.version`;
      }
      // The variants that the product no longer has.
      await tx.$executeRaw`
        UPDATE catalogue_variants SET for_sale = false, removed = true, version = ${version}
        WHERE product_id = ${productId}::uuid AND version < ${version}`;
    }),
});

const toVariant = ({
  variantId,
  productId,
  sku,
  title,
  slug,
  imageUrl,
  categoryIds,
  taxClass,
  weightGrams,
  isShipped,
  forSale,
  removed,
  priceMinor,
  currency,
}: Row): CatalogueVariant => ({
  ...{ variantId, productId, sku, title, slug, imageUrl, categoryIds, taxClass, weightGrams },
  ...{ isShipped, forSale, removed },
  price: { minor: priceMinor, currency },
});
