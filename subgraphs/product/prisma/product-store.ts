import { outboxRows } from '@shop/messaging';
import { inOrder, isId, type Origin, type PageRequest, refuse, toPage } from '@shop/schema';
import type { ProductFilter, ProductStore } from '../domain/ports.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { type Database, inTransaction } from './client.ts';
import { toNewRow, toProduct, toVariant, withDetails } from './product-rows.ts';

/** The product store on Prisma. Every write saves its events in the same transaction. */
export const createProductStore = (database: Database, origin: Origin): ProductStore => ({
  add: ({ next, events }) =>
    inTransaction(database, async (tx) => {
      const row = await tx.product
        .create({ data: toNewRow(next), include: withDetails })
        .catch(refuseTaken);
      await tx.outbox.createMany({ data: outboxRows('product', events, origin) });
      return toProduct(row);
    }),

  async byIds(ids) {
    const where = { id: { in: ids.filter(isId) } };
    const rows = await database.product.findMany({ where, include: withDetails });
    return inOrder(ids, rows.map(toProduct), ({ id }) => id);
  },

  async bySlugs(slugs) {
    const where = { slug: { in: [...slugs] } };
    const rows = await database.product.findMany({ where, include: withDetails });
    return inOrder(slugs, rows.map(toProduct), ({ slug }) => slug);
  },

  async variantsByIds(ids, drafts) {
    const where = { id: { in: ids.filter(isId) }, ...published(drafts) };
    const rows = await database.productVariant.findMany({ where });
    return inOrder(ids, rows.map(toVariant), ({ id }) => id);
  },

  async variantsBySkus(skus, drafts) {
    const where = { sku: { in: [...skus] }, ...published(drafts) };
    const rows = await database.productVariant.findMany({ where });
    return inOrder(skus, rows.map(toVariant), ({ sku }) => sku);
  },

  page: (filter, request) => readPage(database, filter, request),
  count: (filter) => database.product.count({ where: toWhere(filter) }),
});

const published = (drafts: boolean): Prisma.ProductVariantWhereInput =>
  drafts ? {} : { product: { status: { not: 'DRAFT' } } };

const toWhere = ({ publicOnly, categoryIds }: ProductFilter): Prisma.ProductWhereInput => ({
  ...(publicOnly && { status: 'ACTIVE' }),
  ...(categoryIds && { categories: { some: { categoryId: { in: [...categoryIds] } } } }),
});

/** Keyset on (created_at, id), so a page stays right while products are added. */
async function readPage(
  database: Database,
  filter: ProductFilter,
  { backward, cursor, size }: PageRequest,
) {
  const [createdAt, id] = cursor ?? [];
  const beyond = backward ? 'gt' : 'lt';
  const order = backward ? 'asc' : 'desc';
  const from = createdAt &&
    id && {
      OR: [{ createdAt: { [beyond]: createdAt } }, { createdAt, id: { [beyond]: id } }],
    };
  const rows = await database.product.findMany({
    where: { AND: [toWhere(filter), from || {}] },
    orderBy: [{ createdAt: order }, { id: order }],
    take: size + 1,
    include: withDetails,
  });
  return toPage(rows.map(toProduct), { size, backward, cursor });
}

/** A unique index is the last word on who has a slug or a SKU. */
function refuseTaken(error: unknown): never {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') {
    const broken = JSON.stringify(error.meta);
    if (broken.includes('sku'))
      refuse('SKU_TAKEN', 'A SKU belongs to another variant.', ['variants']);
    if (broken.includes('slug'))
      refuse('SLUG_TAKEN', 'The slug belongs to another product.', ['slug']);
  }
  throw error;
}
