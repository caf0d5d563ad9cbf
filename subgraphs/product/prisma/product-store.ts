import { type Change, inOrder, isId, type Page, refuse } from '@shop/domain';
import { saveEvents } from '@shop/messaging';
import type { Origin } from '@shop/schema';
import type { SqlClient, SqlDatabase } from '@shop/service/postgres';
import { findKey, firstResult } from '@shop/service/prisma';
import { z } from 'zod';
import { isSlug } from '../domain/fields.ts';
import type { ListedProduct, ProductStore } from '../domain/ports.ts';
import type { Product, ProductEvent } from '../domain/product.ts';
import { lockCategoriesShared } from './category-lock.ts';
import { countFacets } from './list-facets.ts';
import {
  countProducts,
  countProductsWithin,
  type ListedRow,
  readProductPage,
  readProductPages,
} from './list-products.ts';
import { readProducts, readVariants } from './read-products.ts';
import { refuseTaken } from './refuse-taken.ts';
import { insertProducts, refreshListing, saveSlugs, updateProducts } from './save-product.ts';

/** What is stored with an idempotency key. */
const productId = z.string();

/** The store of products. Every write saves its events in the same transaction. */
export const createProductStore = (sql: SqlDatabase, origin: Origin): ProductStore => ({
  add: (change, once) =>
    sql.transaction(async (tx) => {
      const first = once && (await firstResult(tx, once, change.next.id));
      if (first) return productOf(tx, productId.parse(first.result));
      await lockCategoriesShared(tx);
      await saveChanges(tx, [], [change], origin);
      return productOf(tx, change.next.id);
    }),

  update: (id, decide, once) =>
    sql.transaction(async (tx) => {
      if (once && (await firstResult(tx, once, id))) return productOf(tx, id);
      const product = await lockedProduct(tx, id);
      const change = decide(product);
      if (change.next === product) return product;
      await saveChanges(tx, [product], [change], origin);
      return productOf(tx, id);
    }),

  upsert: (slugs, decide) =>
    sql.transaction(async (tx) => {
      await lockCategoriesShared(tx);
      await tx.$queryRaw`
        SELECT id FROM products WHERE slug = ANY(${slugs}::text[]) ORDER BY id FOR UPDATE`;
      const known = await readProducts(tx, { slugs });
      await saveChanges(tx, known, decide(inOrder(slugs, known, ({ slug }) => slug)), origin);
    }),

  async changedBy(key) {
    const first = await findKey(sql, key);
    return first && productOf(sql, productId.parse(first.result));
  },

  byIds: async (ids) => inOrder(ids, await readProducts(sql, { ids }), ({ id }) => id),

  bySlugs: async (slugs) => inOrder(slugs, await readProducts(sql, { slugs }), ({ slug }) => slug),

  async byFormerSlugs(slugs) {
    const rows = await sql.$queryRaw<{ slug: string; productId: string }[]>`
      SELECT slug, product_id AS "productId" FROM former_product_slugs
      WHERE slug = ANY(${slugs.filter(isSlug)}::text[])`;
    const ids = inOrder(slugs, rows, ({ slug }) => slug).map((row) => row?.productId ?? '');
    return rows.length === 0
      ? slugs.map(() => undefined)
      : inOrder(ids, await readProducts(sql, { ids }), ({ id }) => id);
  },

  variantsByIds: async (ids, includeDrafts) =>
    inOrder(ids, await readVariants(sql, { ids }, includeDrafts), ({ id }) => id),

  variantsBySkus: async (skus, includeDrafts) =>
    inOrder(skus, await readVariants(sql, { skus }, includeDrafts), ({ sku }) => sku),

  async page(filter, sort, request) {
    const [page] = await withProducts(sql, [await readProductPage(sql, filter, sort, request)]);
    return page ?? { rows: [], more: false };
  },

  pagesWithin: async (categoryIds, filter, sort, request) =>
    withProducts(sql, await readProductPages(sql, categoryIds, filter, sort, request)),

  count: (filter) => countProducts(sql, filter),
  countsWithin: (ids, filter) => countProductsWithin(sql, ids, filter),
  facets: (filter) => countFacets(sql, filter),

  async dryRun(work) {
    const rollback = { results: [] as Awaited<ReturnType<typeof work>>[] };
    const running = sql.transaction(async (tx) => {
      rollback.results.push(await work(createProductStore(tx, origin)));
      throw rollback;
    });
    await running.catch((error) => {
      if (error !== rollback) throw error;
    });
    const [result] = rollback.results;
    return result as Awaited<ReturnType<typeof work>>;
  },
});

/** Reads the products of all pages by one statement. */
async function withProducts(
  reader: SqlClient,
  pages: readonly Page<ListedRow>[],
): Promise<Page<ListedProduct>[]> {
  const ids = [...new Set(pages.flatMap(({ rows }) => rows.map(({ id }) => id)))];
  const products = new Map((await readProducts(reader, { ids })).map((row) => [row.id, row]));
  return pages.map(({ rows, more }) => ({
    more,
    rows: rows.flatMap(({ id, key }) => {
      const product = products.get(id);
      return product ? [{ product, key }] : [];
    }),
  }));
}

/** Saves decisions about locked products and about new ones, with their events. */
async function saveChanges(
  tx: SqlDatabase,
  locked: readonly Product[],
  changes: readonly Change<Product, ProductEvent>[],
  origin: Origin,
): Promise<void> {
  const known = new Map(locked.map((product) => [product.id, product]));
  const saved = changes.filter(({ next }) => known.get(next.id) !== next);
  if (saved.length === 0) return;
  const added = saved.flatMap(({ next }) => (known.has(next.id) ? [] : [next]));
  const changed = saved.flatMap(({ next }) => {
    const before = known.get(next.id);
    return before ? [{ before, next }] : [];
  });
  await updateProducts(tx, changed).catch(refuseTaken);
  await insertProducts(tx, added).catch(refuseTaken);
  await saveSlugs(tx, added, changed);
  const ids = saved.map(({ next }) => next.id);
  await refreshListing(tx, ids);
  const events = saved.flatMap((change) => change.events);
  await saveEvents(tx, 'product', events, origin);
}

async function lockedProduct(tx: SqlDatabase, id: string): Promise<Product> {
  if (!isId(id)) return productNotFound();
  await lockCategoriesShared(tx);
  const [row] = await tx.$queryRaw<object[]>`
    SELECT id FROM products WHERE id = ${id}::uuid FOR UPDATE`;
  return row ? productOf(tx, id) : productNotFound();
}

const productNotFound = () => refuse('NOT_FOUND', 'The product does not exist.', ['productId']);

async function productOf(tx: SqlDatabase, id: string): Promise<Product> {
  const [product] = await readProducts(tx, { ids: [id] });
  return product ?? productNotFound();
}
