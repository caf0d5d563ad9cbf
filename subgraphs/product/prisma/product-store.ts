import { inOrder, isId, type Page, refuse } from '@shop/domain';
import { saveEvents } from '@shop/messaging';
import type { Origin } from '@shop/schema';
import type { SqlClient } from '@shop/service/postgres';
import { isSlug } from '../domain/fields.ts';
import type { ListedProduct, ProductStore } from '../domain/ports.ts';
import type { Product } from '../domain/product.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { lockCategoriesShared } from './category-lock.ts';
import { type Databases, inTransaction } from './client.ts';
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
import { insertProducts, updateProduct } from './save-product.ts';

/**
 * The store of products. Every write saves its events in the same transaction. `reader` reads products by their keys:
 * in a transaction, the transaction itself.
 */
export const createProductStore = (
  { prisma, sql }: Databases,
  origin: Origin,
  reader: SqlClient = sql,
): ProductStore => ({
  add: ({ next, events }) =>
    inTransaction(prisma, async (tx) => {
      await lockCategoriesShared(tx);
      await insertProducts(tx, [next]).catch(refuseTaken);
      await saveEvents(tx, 'product', events, origin);
      return productOf(tx, next.id);
    }),

  update: (id, decide) =>
    inTransaction(prisma, async (tx) => {
      const product = await lockedProduct(tx, id);
      const { next, events } = decide(product);
      if (next === product) return product;
      await updateProduct(tx, product, next).catch(refuseTaken);
      await saveEvents(tx, 'product', events, origin);
      return productOf(tx, id);
    }),

  byIds: async (ids) => inOrder(ids, await readProducts(reader, { ids }), ({ id }) => id),

  bySlugs: async (slugs) =>
    inOrder(slugs, await readProducts(reader, { slugs }), ({ slug }) => slug),

  async byFormerSlugs(slugs) {
    const rows = await reader.$queryRaw<{ slug: string; productId: string }[]>`
      SELECT slug, product_id AS "productId" FROM former_product_slugs
      WHERE slug = ANY(${slugs.filter(isSlug)}::text[])`;
    const ids = inOrder(slugs, rows, ({ slug }) => slug).map((row) => row?.productId ?? '');
    return rows.length === 0
      ? slugs.map(() => undefined)
      : inOrder(ids, await readProducts(reader, { ids }), ({ id }) => id);
  },

  variantsByIds: async (ids, includeDrafts) =>
    inOrder(ids, await readVariants(reader, { ids }, includeDrafts), ({ id }) => id),

  variantsBySkus: async (skus, includeDrafts) =>
    inOrder(skus, await readVariants(reader, { skus }, includeDrafts), ({ sku }) => sku),

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
    await inTransaction(prisma, async (tx) => {
      rollback.results.push(await work(createProductStore({ prisma: tx, sql }, origin, tx)));
      throw rollback;
    }).catch((error) => {
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

async function lockedProduct(tx: Prisma.TransactionClient, id: string): Promise<Product> {
  if (!isId(id)) return productNotFound();
  await lockCategoriesShared(tx);
  const [row] = await tx.$queryRaw<object[]>`
    SELECT id FROM products WHERE id = ${id}::uuid FOR UPDATE`;
  return row ? productOf(tx, id) : productNotFound();
}

const productNotFound = () => refuse('NOT_FOUND', 'The product does not exist.', ['productId']);

async function productOf(tx: Prisma.TransactionClient, id: string): Promise<Product> {
  const [product] = await readProducts(tx, { ids: [id] });
  return product ?? productNotFound();
}
