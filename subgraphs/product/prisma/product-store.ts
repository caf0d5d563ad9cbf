import { inOrder, isId, refuse } from '@shop/domain';
import { saveEvents } from '@shop/messaging';
import type { Origin } from '@shop/schema';
import { isSku, isSlug } from '../domain/fields.ts';
import type { ProductStore } from '../domain/ports.ts';
import type { Product } from '../domain/product.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { lockCategoriesShared } from './category-lock.ts';
import { type Database, inTransaction } from './client.ts';
import { countFacets } from './list-facets.ts';
import { countProducts, readProductPage } from './list-products.ts';
import { details, toProduct, toVariant } from './product-rows.ts';
import { refuseTaken } from './refuse-taken.ts';
import { insertProducts, updateProduct } from './save-product.ts';

/** The store of products on Prisma. Every write saves its events in the same transaction. */
export const createProductStore = (database: Database, origin: Origin): ProductStore => ({
  add: ({ next, events }) =>
    inTransaction(database, async (tx) => {
      await lockCategoriesShared(tx);
      await insertProducts(tx, [next]).catch(refuseTaken);
      await saveEvents(tx, 'product', events, origin);
      return productOf(tx, next.id);
    }),

  update: (id, decide) =>
    inTransaction(database, async (tx) => {
      const product = await lockedProduct(tx, id);
      const { next, events } = decide(product);
      if (next === product) return product;
      await updateProduct(tx, product, next).catch(refuseTaken);
      await saveEvents(tx, 'product', events, origin);
      return productOf(tx, id);
    }),

  async byIds(ids) {
    const where = { id: { in: ids.filter(isId) } };
    const rows = await database.product.findMany({ where, ...details });
    return inOrder(ids, rows.map(toProduct), ({ id }) => id);
  },

  async bySlugs(slugs) {
    const where = { slug: { in: slugs.filter(isSlug) } };
    const rows = await database.product.findMany({ where, ...details });
    return inOrder(slugs, rows.map(toProduct), ({ slug }) => slug);
  },

  async variantsByIds(ids, includeDrafts) {
    const where = { id: { in: ids.filter(isId) }, ...statusIn(includeDrafts) };
    const rows = await database.productVariant.findMany({ where });
    return inOrder(ids, rows.map(toVariant), ({ id }) => id);
  },

  async variantsBySkus(skus, includeDrafts) {
    const where = { sku: { in: skus.filter(isSku) }, ...statusIn(includeDrafts) };
    const rows = await database.productVariant.findMany({ where });
    return inOrder(skus, rows.map(toVariant), ({ sku }) => sku);
  },

  async page(filter, sort, request) {
    const { rows, more } = await readProductPage(database, filter, sort, request);
    const ids = rows.map(({ id }) => id);
    const found = await database.product.findMany({ where: { id: { in: ids } }, ...details });
    const products = inOrder(ids, found.map(toProduct), ({ id }) => id);
    return {
      more,
      rows: rows.flatMap(({ key }, index) => {
        const product = products[index];
        return product ? [{ product, key }] : [];
      }),
    };
  },

  count: (filter) => countProducts(database, filter),
  facets: (filter) => countFacets(database, filter),

  async dryRun(work) {
    const rollback = { results: [] as Awaited<ReturnType<typeof work>>[] };
    await inTransaction(database, async (tx) => {
      rollback.results.push(await work(createProductStore(tx, origin)));
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

const productOf = async (tx: Prisma.TransactionClient, id: string): Promise<Product> =>
  toProduct(await tx.product.findUniqueOrThrow({ where: { id }, ...details }));

const statusIn = (includeDrafts: boolean): Prisma.ProductVariantWhereInput =>
  includeDrafts ? {} : { product: { status: { not: 'DRAFT' } } };
