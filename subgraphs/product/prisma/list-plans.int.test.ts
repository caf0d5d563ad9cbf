import { newId, type PageRequest } from '@shop/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProductFilter, ProductSort } from '../domain/ports.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { whereOf } from './list-conditions.ts';
import { pageQuery } from './list-products.ts';
import { type Catalogue, openCatalogue } from './testing.ts';

const count = 100_000;
let shop: Catalogue;

beforeAll(async () => {
  shop = await openCatalogue({ seeded: false });
  await shop.pool.query(`
    INSERT INTO categories (id, slug, name)
    SELECT gen_random_uuid(), 'shelf-' || n, 'Shelf ' || n FROM generate_series(0, 99) n;
    INSERT INTO products (id, slug, title, description, status, created_at, updated_at, currency,
      min_price_minor, in_stock, option_values, shelf_ids, variant_words, category_words)
    SELECT gen_random_uuid(), 'product-' || n,
      CASE n % 40 WHEN 0 THEN 'Linen ' ELSE '' END || md5(n::text), 'Made by hand',
      (CASE WHEN n % 20 = 0 THEN 'DRAFT' ELSE 'ACTIVE' END)::"ProductStatus",
      timestamptz '2026-01-01' - n * interval '1 minute', now(), 'EUR', n * 7919 % 100000, n % 3 > 0,
      ARRAY['Colour' || E'\\x1f' || n % 50, 'Size' || E'\\x1f' || n % 7],
      ARRAY[(SELECT id FROM categories WHERE slug = 'shelf-' || n % 100)], 'SKU ' || n, 'Shelf ' || n % 100
    FROM generate_series(1, ${count}) n;
    INSERT INTO product_variants (id, product_id, position, sku, options, price_minor, currency)
    SELECT gen_random_uuid(), id, 0, 'SKU-' || substr(slug, 9), jsonb_build_array(
        jsonb_build_object('name', 'Colour', 'value', split_part(option_values[1], E'\\x1f', 2)),
        jsonb_build_object('name', 'Size', 'value', split_part(option_values[2], E'\\x1f', 2))
      ), min_price_minor, currency
    FROM products;
    INSERT INTO product_categories (product_id, category_id) SELECT id, shelf_ids[1] FROM products;
  `);
  // On its own: VACUUM runs in no transaction. It also writes out what the search index has pending.
  await shop.pool.query('VACUUM ANALYZE products');
  await shop.pool.query('VACUUM ANALYZE product_variants');
}, 120_000);
afterAll(() => shop.close());

type Plan = {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
};
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

async function explain(query: Prisma.Sql): Promise<Plan[]> {
  const [row] = await shop.prisma.$queryRaw<{ 'QUERY PLAN': [{ Plan: Plan }] }[]>(
    Prisma.sql`EXPLAIN (ANALYZE, FORMAT JSON) ${query}`,
  );
  if (!row) throw new Error('no plan');
  return nodesOf(row['QUERY PLAN'][0].Plan);
}

const first: PageRequest = { size: 20, backward: false, cursor: undefined };
const plan = (filter: ProductFilter, sort: ProductSort = 'NEWEST', page = first) =>
  explain(pageQuery(filter, sort, page));
const scanned = (nodes: readonly Plan[]) =>
  nodes.filter(({ 'Node Type': type }) => type === 'Seq Scan').map((node) => node['Relation Name']);
const rowsRead = (nodes: readonly Plan[]) =>
  nodes
    .filter((node) => node['Relation Name'] === 'products')
    .map((node) => {
      const rows = (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0);
      return rows * (node['Actual Loops'] ?? 1);
    })
    .reduce((sum, rows) => sum + rows, 0);

const statuses = ['ACTIVE'] as const;
const price = { currency: 'EUR', min: 5_000n, max: 5_100n };
const colour = { name: 'Colour', values: ['7', '8'] };
const sorts: readonly ProductSort[] = ['NEWEST', 'PRICE_ASC', 'PRICE_DESC', 'TITLE'];

describe('of 100,000 products', () => {
  it.each(sorts)('the first page by %s reads no more than it shows', async (sort) => {
    const nodes = await plan({ statuses }, sort);
    expect(scanned(nodes)).toEqual([]);
    expect(rowsRead(nodes)).toBeLessThan(50);
    const all = await plan({}, sort);
    expect(scanned(all)).toEqual([]);
    expect(rowsRead(all)).toBeLessThan(50);
  });

  it.each(sorts)('a page by %s costs the same far down', async (sort) => {
    const middle = await shop.prisma.$queryRaw<{ key: string[] }[]>(
      Prisma.sql`${pageQuery({ statuses }, sort, { ...first, size: count / 2 })} OFFSET ${count / 2 - 10}`,
    );
    const cursor = middle[0]?.key;
    expect(cursor).toBeDefined();
    for (const backward of [false, true]) {
      const nodes = await plan({ statuses }, sort, { size: 20, backward, cursor });
      expect(scanned(nodes)).toEqual([]);
      expect(rowsRead(nodes)).toBeLessThan(50);
    }
  });

  it.each<[string, () => ProductFilter | Promise<ProductFilter>]>([
    ['a search', () => ({ search: 'linen' })],
    ['a rare search', () => ({ search: 'SKU-4711' })],
    ['a search that is being typed', () => ({ search: 'sku 471' })],
    ['ids', () => ({ ids: [newId(), newId()] })],
    ['SKUs', () => ({ skus: ['SKU-1', 'SKU-2'] })],
    ['a category', async () => ({ categoryId: (await shop.prisma.category.findFirst())?.id })],
    ['a price range', () => ({ price })],
    ['an option', () => ({ options: [colour] })],
    ['two options', () => ({ options: [colour, { name: 'Size', values: ['1'] }] })],
    ['what is in stock', () => ({ inStock: true })],
    ['what is not', () => ({ inStock: false })],
    ['all at once', () => ({ search: 'linen', price, options: [colour], inStock: true })],
  ])('%s is found by an index, in every order', async (_, filterOf) => {
    const filter = { statuses, ...(await filterOf()) };
    const allowed = filter.search === undefined ? sorts : [...sorts, 'RELEVANCE' as const];
    for (const sort of allowed) {
      const nodes = await plan(filter, sort);
      expect([sort, scanned(nodes)]).toEqual([sort, []]);
      expect(nodes.some((node) => node['Index Name']?.startsWith('product'))).toBe(true);
    }
  });

  it('drafts alone are found by an index', async () => {
    for (const sort of sorts) {
      const nodes = await plan({ statuses: ['DRAFT'] }, sort);
      expect(scanned(nodes)).toEqual([]);
      expect(rowsRead(nodes)).toBeLessThan(50);
    }
  });

  it('a narrow list is counted by an index', async () => {
    for (const filter of [{ search: 'SKU-4711' }, { price }, { options: [colour] }]) {
      const where = whereOf({ statuses, ...filter });
      const nodes = await explain(Prisma.sql`SELECT count(*) FROM products p WHERE ${where}`);
      expect(scanned(nodes)).toEqual([]);
    }
  });
});
