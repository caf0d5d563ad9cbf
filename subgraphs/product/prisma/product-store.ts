import { inOrder, isId, refuse } from '@shop/domain';
import { saveEvents } from '@shop/messaging';
import type { Origin } from '@shop/schema';
import { isSku, isSlug } from '../domain/fields.ts';
import type { ProductStore } from '../domain/ports.ts';
import type { Product } from '../domain/product.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { holdCategories } from './category-lock.ts';
import { type Database, inTransaction } from './client.ts';
import { countFacets } from './list-facets.ts';
import { countProducts, readProductPage } from './list-products.ts';
import { details, toProduct, toVariant } from './product-rows.ts';
import { refuseTaken } from './refuse-taken.ts';
import { insertProduct, updateProduct } from './save-product.ts';

/** The product store on Prisma. Every write saves its events in the same transaction. */
export const createProductStore = (database: Database, origin: Origin): ProductStore => ({
  add: ({ next, events }) =>
    inTransaction(database, async (tx) => {
      await holdCategories(tx);
      await insertProduct(tx, next).catch(refuseTaken);
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

  async variantsByIds(ids, drafts) {
    const where = { id: { in: ids.filter(isId) }, ...published(drafts) };
    const rows = await database.productVariant.findMany({ where });
    return inOrder(ids, rows.map(toVariant), ({ id }) => id);
  },

  async variantsBySkus(skus, drafts) {
    const where = { sku: { in: skus.filter(isSku) }, ...published(drafts) };
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

  async rehearse(work) {
    const undo = { results: [] as Awaited<ReturnType<typeof work>>[] };
    await inTransaction(database, async (tx) => {
      undo.results.push(await work(createProductStore(tx, origin)));
      throw undo;
    }).catch((error) => {
      if (error !== undo) throw error;
    });
    const [result] = undo.results;
    return result as Awaited<ReturnType<typeof work>>;
  },
});

async function lockedProduct(tx: Prisma.TransactionClient, id: string): Promise<Product> {
  if (!isId(id)) return noProduct();
  await holdCategories(tx);
  const [row] = await tx.$queryRaw<object[]>`
    SELECT id FROM products WHERE id = ${id}::uuid FOR UPDATE`;
  return row ? productOf(tx, id) : noProduct();
}

const noProduct = () => refuse('NOT_FOUND', 'There is no such product.', ['productId']);

const productOf = async (tx: Prisma.TransactionClient, id: string): Promise<Product> =>
  toProduct(await tx.product.findUniqueOrThrow({ where: { id }, ...details }));

const published = (drafts: boolean): Prisma.ProductVariantWhereInput =>
  drafts ? {} : { product: { status: { not: 'DRAFT' } } };
