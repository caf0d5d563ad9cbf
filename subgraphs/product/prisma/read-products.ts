import { isId } from '@shop/domain';
import type { SqlClient } from '@shop/service/postgres';
import { isSku, isSlug } from '../domain/fields.ts';
import type { Product, ProductVariant } from '../domain/product.ts';
import { type ProductRow, toProduct, toVariant, type VariantRow } from './product-rows.ts';

/** Keys of what is read; malformed ones find nothing. */
type ProductKeys = { readonly ids?: readonly string[]; readonly slugs?: readonly string[] };
type VariantKeys = { readonly ids?: readonly string[]; readonly skus?: readonly string[] };

/** Reads products with their variants and categories by one statement. */
export async function readProducts(
  database: SqlClient,
  { ids = [], slugs = [] }: ProductKeys,
): Promise<Product[]> {
  const rows = await database.$queryRaw<ProductRow[]>`
    SELECT p.id, p.slug, p.title, p.description, p.status::text AS status, p.images, p.version,
      p.in_stock AS "inStock", p.published_at AS "publishedAt", p.created_at AS "createdAt",
      p.updated_at AS "updatedAt",
      ARRAY(SELECT category_id::text FROM product_categories c WHERE c.product_id = p.id
        ORDER BY category_id) AS "categoryIds",
      (SELECT json_agg(json_build_object('id', v.id, 'productId', v.product_id, 'sku', v.sku,
          'options', v.options, 'minor', v.price_minor::text, 'currency', v.currency,
          'taxClass', v.tax_class, 'weightGrams', v.weight_grams, 'isShipped', v.is_shipped)
        ORDER BY v.position)
        FROM product_variants v WHERE v.product_id = p.id) AS variants
    FROM products p
    WHERE p.id = ANY(${ids.filter(isId)}::uuid[]) OR p.slug = ANY(${slugs.filter(isSlug)}::text[])`;
  return rows.map(toProduct);
}

/** Reads variants, those of drafts only when they are included. */
export async function readVariants(
  database: SqlClient,
  { ids = [], skus = [] }: VariantKeys,
  includeDrafts: boolean,
): Promise<ProductVariant[]> {
  const rows = await database.$queryRaw<VariantRow[]>`
    SELECT v.id, v.product_id AS "productId", v.sku, v.options, v.price_minor::text AS minor, v.currency,
      v.tax_class AS "taxClass", v.weight_grams AS "weightGrams", v.is_shipped AS "isShipped"
    FROM product_variants v JOIN products p ON p.id = v.product_id
    WHERE (v.id = ANY(${ids.filter(isId)}::uuid[]) OR v.sku = ANY(${skus.filter(isSku)}::text[]))
      AND (p.status <> 'DRAFT' OR ${includeDrafts}::boolean)`;
  return rows.map(toVariant);
}
