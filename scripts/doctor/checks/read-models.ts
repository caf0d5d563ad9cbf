import { type Check, repair } from '../check.ts';
import { type Compared, compareRows, type Difference, differencesOf } from '../compare-rows.ts';

type ReadModel = {
  readonly name: string;
  readonly rule: string;
  readonly source: { readonly database: string; readonly sql: string };
  readonly copy: { readonly database: string; readonly sql: string };
  /** Whether a difference is one; default: every difference. */
  readonly isWrong?: (difference: Difference) => boolean;
  /** Returns the command that writes the copy anew. */
  readonly repairOf: (difference: Difference) => string;
};

const available = (expression: string, table: string) =>
  `SELECT variant_id AS id, jsonb_build_object('available', ${expression}) AS value
   FROM ${table} ORDER BY variant_id`;

/** A variant without a copy counts as sold out. That it has stock at all is a check of inventory's copy. */
const isWrongAvailability = (difference: Difference): boolean => {
  const { source, copy } = difference;
  if (!source) return false;
  return copy ? differencesOf(difference).length > 0 : source['available'] !== 0;
};

const copyOfStock = (database: string, table: string): ReadModel => ({
  name: `${database}.${table}`,
  rule: `The units for sale that ${database} has are those of inventory.`,
  source: { database: 'inventory', sql: available('greatest(0, on_hand - reserved)', 'stock') },
  copy: { database, sql: available('available', table) },
  isWrong: isWrongAvailability,
  repairOf: ({ id }) => repair('republish-stock', id),
});

/** The variants of the catalogue, as events carry them. */
const variants = (fields: string) => ({
  database: 'product',
  sql: `
    SELECT v.id, jsonb_build_object('productId', p.id, ${fields}, 'removed', false) AS value
    FROM product_variants v JOIN products p ON p.id = v.product_id ORDER BY v.id`,
});
const title = `p.title || coalesce(' - ' || nullif((
  SELECT string_agg(o->>'value', ' / ' ORDER BY n)
  FROM jsonb_array_elements(v.options) WITH ORDINALITY AS options (o, n)), ''), '')`;

/** A variant that its product no longer has stays in copies, marked. */
const isWrongVariant = (difference: Difference): boolean =>
  difference.source
    ? differencesOf(difference).length > 0
    : difference.copy?.['removed'] === false && difference.copy['productId'] !== null;

const republishProduct = ({ source, copy }: Difference) =>
  repair('republish-product', String(source?.['productId'] ?? copy?.['productId']));

const readModels: readonly ReadModel[] = [
  copyOfStock('product', 'variant_stock'),
  copyOfStock('order', 'variant_availability'),
  {
    name: 'order.catalogue_variants',
    rule: 'The catalogue that orders are priced from is that of product.',
    source: variants(`'sku', v.sku, 'title', ${title}, 'slug', p.slug,
      'categoryIds', coalesce((SELECT array_agg(c.category_id ORDER BY c.category_id)
        FROM product_categories c WHERE c.product_id = p.id), '{}'),
      'imageUrl', p.images->0->>'url', 'price', v.price_minor, 'currency', v.currency,
      'taxClass', v.tax_class, 'weightGrams', v.weight_grams, 'isShipped', v.is_shipped,
      'forSale', p.status = 'ACTIVE'`),
    copy: {
      database: 'order',
      sql: `SELECT variant_id AS id, jsonb_build_object('productId', product_id, 'sku', sku, 'title', title,
          'slug', slug, 'categoryIds', coalesce((SELECT array_agg(id ORDER BY id) FROM unnest(category_ids) AS id), '{}'),
          'imageUrl', image_url, 'price', price_minor, 'currency', currency,
          'taxClass', coalesce(tax_class, 'standard'), 'weightGrams', weight_grams, 'isShipped', is_shipped,
          'forSale', for_sale, 'removed', removed) AS value
        FROM catalogue_variants ORDER BY variant_id`,
    },
    isWrong: isWrongVariant,
    repairOf: republishProduct,
  },
  {
    name: 'inventory.stock',
    rule: 'The variants whose stock inventory tracks are those of product.',
    source: variants(`'sku', v.sku, 'forSale', p.status = 'ACTIVE'`),
    copy: {
      database: 'inventory',
      sql: `SELECT variant_id AS id, jsonb_build_object('productId', product_id, 'sku', sku,
          'forSale', for_sale, 'removed', removed) AS value
        FROM stock ORDER BY variant_id`,
    },
    isWrong: isWrongVariant,
    repairOf: republishProduct,
  },
  {
    name: 'product.listing',
    rule: 'What lists show and filter by is that of the variants of the product.',
    source: {
      database: 'product',
      sql: `SELECT v.product_id AS id, jsonb_build_object('currency', min(v.currency),
          'minPrice', min(v.price_minor), 'inStock', coalesce(bool_or(s.available > 0), false)) AS value
        FROM product_variants v LEFT JOIN variant_stock s ON s.variant_id = v.id
        GROUP BY v.product_id ORDER BY v.product_id`,
    },
    copy: {
      database: 'product',
      sql: `SELECT id, jsonb_build_object('currency', currency, 'minPrice', min_price_minor,
          'inStock', in_stock) AS value FROM products ORDER BY id`,
    },
    repairOf: ({ id }) => repair('refresh-listing', id),
  },
];

/** Each read model is equal to its source. */
export const readModelChecks: readonly Check[] = readModels.map(
  ({ name, rule, source, copy, isWrong, repairOf }) => ({
    name,
    rule,
    async *find({ database }) {
      const differences = compareRows(
        database(source.database).rows<Compared>(source.sql),
        database(copy.database).rows<Compared>(copy.sql),
        isWrong,
      );
      for await (const difference of differences) {
        const fault = `${name} of ${difference.id}: ${differencesOf(difference).join(', ')}.`;
        yield { subject: difference.id, fault, repair: repairOf(difference) };
      }
    },
  }),
);
