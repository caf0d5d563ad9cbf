import { newId, type PageRequest } from '@shop/domain';
import { analyzeAllRows, explain } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProductFilter, ProductSort } from '../domain/ports.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { type Catalogue, openCatalogue } from '../testing/open-catalogue.ts';
import { whereOf } from './list-conditions.ts';
import { pageQuery } from './list-products.ts';

const count = 20_000;
let shop: Catalogue;

beforeAll(async () => {
  shop = await openCatalogue({ seeded: false });
  await shop.pool.query(`
    INSERT INTO categories (id, slug, name, words)
    SELECT gen_random_uuid(), 'shelf-' || n, 'Shelf ' || n, 'shelf ' || n FROM generate_series(0, 99) n;
    INSERT INTO products (id, slug, title, title_words, description, description_words, status, created_at,
      updated_at, currency, min_price_minor, in_stock, option_values, shelf_ids, variant_words, category_words)
    SELECT gen_random_uuid(), 'product-' || n,
      CASE n % 40 WHEN 0 THEN 'Linen ' ELSE '' END || md5(n::text),
      CASE n % 40 WHEN 0 THEN 'linen ' ELSE '' END || md5(n::text), 'Made by hand', 'made by hand',
      (CASE WHEN n % 19 = 0 THEN 'DRAFT' ELSE 'ACTIVE' END)::"ProductStatus",
      timestamptz '2026-01-01' - n * interval '1 minute', now(), 'EUR', n * 7919 % 100000, n % 3 > 0,
      ARRAY['Colour' || E'\\x1f' || n % 50, 'Size' || E'\\x1f' || n % 7],
      ARRAY[(SELECT id FROM categories WHERE slug = 'shelf-' || n % 100)], 'sku ' || n, 'shelf ' || n % 100
    FROM generate_series(1, ${count}) n;
    INSERT INTO product_variants (id, product_id, position, sku, words, options, price_minor, currency)
    SELECT gen_random_uuid(), id, 0, 'SKU-' || substr(slug, 9), 'sku ' || substr(slug, 9), jsonb_build_array(
        jsonb_build_object('name', 'Colour', 'value', split_part(option_values[1], E'\\x1f', 2)),
        jsonb_build_object('name', 'Size', 'value', split_part(option_values[2], E'\\x1f', 2))
      ), min_price_minor, currency
    FROM products;
    INSERT INTO product_categories (product_id, category_id) SELECT id, shelf_ids[1] FROM products;
    INSERT INTO search_words SELECT word, reduced_forms(word) FROM unnest('{linen,shelf,hand,made}'::text[]) word;
  `);
  await analyzeAllRows(shop.pool, ['products', 'product_variants']);
});
afterAll(() => shop.close());

const first: PageRequest = { size: 20, backward: false, cursor: undefined };
const plan = (filter: ProductFilter, sort: ProductSort = 'NEWEST', page = first) =>
  explain(shop.pool, pageQuery(filter, sort, page));

const statuses = ['ACTIVE'] as const;
const price = { currency: 'EUR', min: 5_000n, max: 5_100n };
const colour = { name: 'Colour', values: ['7', '8'] };
const sorts: readonly ProductSort[] = ['NEWEST', 'PRICE_ASC', 'PRICE_DESC', 'TITLE'];

describe('of 20,000 products', () => {
  it.each(sorts)(
    'the first page of 20,000 products sorted by %s reads only the rows it returns',
    async (sort) => {
      for (const filter of [{ statuses }, {}]) {
        const { scanned, rowsRead } = await plan(filter, sort);
        expect(scanned).toEqual([]);
        expect(rowsRead).toBeLessThan(50);
      }
    },
  );

  it.each(sorts)(
    'a page of 20,000 products sorted by %s costs the same at any position',
    async (sort) => {
      const middle = await shop.prisma.$queryRaw<{ key: string[] }[]>(
        Prisma.sql`${pageQuery({ statuses }, sort, { ...first, size: count / 2 })} OFFSET ${count / 2 - 10}`,
      );
      const cursor = middle[0]?.key;
      expect(cursor).toBeDefined();
      for (const backward of [false, true]) {
        const { scanned, rowsRead } = await plan({ statuses }, sort, {
          size: 20,
          backward,
          cursor,
        });
        expect(scanned).toEqual([]);
        expect(rowsRead).toBeLessThan(50);
      }
    },
  );

  /** Each filter with the number of rows that a page may read: all matches of a search, a part of a category. */
  it.each<[string, () => ProductFilter | Promise<ProductFilter>, number]>([
    ['a search', () => ({ search: 'linen' }), 500],
    ['a rare search', () => ({ search: 'SKU-4711' }), 20],
    ['a search with a typing mistake', () => ({ search: 'linnen' }), 500],
    ['an incomplete search', () => ({ search: 'sku 471' }), 150],
    ['ids', () => ({ ids: [newId(), newId()] }), 2],
    ['SKUs', () => ({ skus: ['SKU-1', 'SKU-2'] }), 4],
    [
      'a category',
      async () => ({ categoryId: (await shop.prisma.category.findFirst())?.id }),
      5_000,
    ],
    ['a price range', () => ({ price }), 120],
    ['an option', () => ({ options: [colour] }), 1_000],
    ['two options', () => ({ options: [colour, { name: 'Size', values: ['1'] }] }), 2_000],
    ['products in stock', () => ({ inStock: true }), 100],
    ['products out of stock', () => ({ inStock: false }), 200],
    [
      'all filters at once',
      () => ({ search: 'linen', price, options: [colour], inStock: true }),
      100,
    ],
  ])('a list filtered by %s reads an index, in every sort', async (_, filterOf, most) => {
    const filter = { statuses, ...(await filterOf()) };
    const allowed = filter.search === undefined ? sorts : [...sorts, 'RELEVANCE' as const];
    for (const sort of allowed) {
      const { scanned, indexes, rowsRead } = await plan(filter, sort);
      expect([sort, scanned]).toEqual([sort, []]);
      expect(indexes.some((index) => index.startsWith('product'))).toBe(true);
      expect(rowsRead, sort).toBeLessThanOrEqual(most);
    }
  });

  it('a list of drafts reads an index', async () => {
    for (const sort of sorts) {
      const { scanned, rowsRead } = await plan({ statuses: ['DRAFT'] }, sort);
      expect(scanned).toEqual([]);
      expect(rowsRead).toBeLessThan(50);
    }
  });

  it('a filtered list is counted by an index', async () => {
    for (const filter of [{ search: 'SKU-4711' }, { price }, { options: [colour] }]) {
      const where = whereOf({ statuses, ...filter });
      const query = Prisma.sql`SELECT count(*) FROM products p WHERE ${where}`;
      expect((await explain(shop.pool, query)).scanned).toEqual([]);
    }
  });
});
