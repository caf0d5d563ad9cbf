import { inOrder, isId, refuse } from '@shop/domain';
import { saveEvents } from '@shop/messaging';
import type { Origin } from '@shop/schema';
import type { SqlClient } from '@shop/service/postgres';
import type { ProductStore } from '../domain/ports.ts';
import type { Product } from '../domain/product.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { lockCategoriesShared } from './category-lock.ts';
import { type Databases, inTransaction } from './client.ts';
import { countFacets } from './list-facets.ts';
import { countProducts, readProductPage } from './list-products.ts';
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

  variantsByIds: async (ids, includeDrafts) =>
    inOrder(ids, await readVariants(reader, { ids }, includeDrafts), ({ id }) => id),

  variantsBySkus: async (skus, includeDrafts) =>
    inOrder(skus, await readVariants(reader, { skus }, includeDrafts), ({ sku }) => sku),

  async page(filter, sort, request) {
    const { rows, more } = await readProductPage(sql, filter, sort, request);
    const ids = rows.map(({ id }) => id);
    const products = inOrder(ids, await readProducts(sql, { ids }), ({ id }) => id);
    return {
      more,
      rows: rows.flatMap(({ key }, index) => {
        const product = products[index];
        return product ? [{ product, key }] : [];
      }),
    };
  },

  count: (filter) => countProducts(sql, filter),
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
