import { newId } from '@shop/domain';
import { createSqlDatabase } from '@shop/service/postgres';
import {
  createTestDatabase,
  createTestDatabaseIn,
  createTestPool,
  type TestLocale,
} from '@shop/testing';
import { type CreateProductInput, createProduct } from '../domain/create-product.ts';
import { createBulkResultStore } from '../prisma/bulk-result-store.ts';
import { createCategoryStore } from '../prisma/category-store.ts';
import { createPrisma } from '../prisma/client.ts';
import { createPriceStore } from '../prisma/price-store.ts';
import { createProductStore } from '../prisma/product-store.ts';
import { seed } from '../prisma/seed.ts';

type Options = {
  readonly seeded?: boolean;
  readonly locale?: TestLocale;
  /** Of the pool: with one, statements are answered in the order in which they were sent. */
  readonly connections?: number;
};

const migrations = new URL('../prisma/migrations/', import.meta.url);

/** Opens the stores on a new database with the demonstration catalogue, or on an empty one. */
export async function openCatalogue({ seeded = true, locale, connections = 10 }: Options = {}) {
  const database = await (locale
    ? createTestDatabaseIn(locale, migrations)
    : createTestDatabase('product'));
  if (seeded) await seed(database.url);
  const pool = createTestPool(database.url, { max: connections });
  const prisma = createPrisma(pool);
  const stores = {
    products: createProductStore(createSqlDatabase(pool), { correlationId: 'test' }),
    categories: createCategoryStore(prisma),
    prices: createPriceStore(prisma),
    bulkResults: createBulkResultStore(prisma),
  };
  return {
    ...stores,
    url: database.url,
    pool,
    prisma,
    create: (change: Partial<CreateProductInput> = {}, now?: Date) =>
      createProduct(
        stores,
        undefined,
        { title: `Thing ${newId()}`, variants: [newVariant()], ...change },
        now,
      ),
    /** Returns the types of the events of a subject, in order. */
    async eventTypes(subject: string): Promise<string[]> {
      const rows = await prisma.outbox.findMany({ where: { subject }, orderBy: { seq: 'asc' } });
      return rows.map(({ type }) => type);
    },
    async close() {
      await pool.end();
      await database.drop();
    },
  };
}

export type Catalogue = Awaited<ReturnType<typeof openCatalogue>>;

/** Returns the input of a variant without options for 9.90 EUR. */
export const newVariant = (change: object = {}): CreateProductInput['variants'][number] => ({
  sku: `SKU-${newId()}`.slice(0, 40),
  options: [],
  price: { amount: '9.90', currencyCode: 'EUR' },
  ...change,
});

export const size = (value: string) => [{ name: 'Size', value }];
export const eur = (amount: string) => ({ amount, currencyCode: 'EUR' });
