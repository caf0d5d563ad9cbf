import { newId } from '@shop/schema';
import { createLog, createPostgresPool } from '@shop/service';
import { createTestDatabase, refusalOf, type TestDatabase } from '@shop/service/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCategoryStore } from '../prisma/category-store.ts';
import { createPrisma } from '../prisma/client.ts';
import { createProductStore } from '../prisma/product-store.ts';
import { seed } from '../prisma/seed.ts';
import { filterFor } from './browse-products.ts';
import { type CreateProductInput, createProduct } from './create-product.ts';

let database: TestDatabase;
let pool: ReturnType<typeof createPostgresPool>;
let prisma: ReturnType<typeof createPrisma>;
let stores: {
  products: ReturnType<typeof createProductStore>;
  categories: ReturnType<typeof createCategoryStore>;
};
beforeAll(async () => {
  database = await createTestDatabase('product');
  await seed(database.url);
  pool = createPostgresPool(database.url, createLog('test', 'silent'));
  prisma = createPrisma(pool);
  stores = {
    products: createProductStore(prisma, { correlationId: 'test' }),
    categories: createCategoryStore(prisma),
  };
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const variant = (change: object = {}) => ({
  sku: `SKU-${newId()}`.slice(0, 40),
  options: [],
  price: { amount: '9.90', currencyCode: 'EUR' },
  ...change,
});
const create = (change: Partial<CreateProductInput> = {}) =>
  createProduct(stores, { title: `Thing ${newId()}`, variants: [variant()], ...change });

describe('a new product', () => {
  it('is saved with its variants and one event', async () => {
    const product = await create({ title: 'Crème Brûlée Set', categories: ['kitchen'] });
    expect(product).toMatchObject({ slug: 'creme-brulee-set', status: 'DRAFT', version: 1 });
    expect(product.variants).toMatchObject([{ price: { minor: 990n, currency: 'EUR' } }]);
    const events = await prisma.outbox.findMany({ where: { subject: product.id } });
    expect(events.map(({ type }) => type)).toEqual(['product.created.v1']);
  });

  it('needs a slug and SKUs of its own', async () => {
    const first = await create({ title: 'Unique Thing' });
    expect(await refusalOf(() => create({ title: 'Unique Thing' }))).toEqual(['SLUG_TAKEN slug']);
    const taken = variant({ sku: first.variants[0]?.sku });
    expect(await refusalOf(() => create({ variants: [taken] }))).toEqual(['SKU_TAKEN variants']);
  });

  const size = (value: string) => [{ name: 'Size', value }];
  it.each<[string, Partial<CreateProductInput>, string[]]>([
    ['no title', { title: ' ' }, ['INVALID_VALUE title']],
    ['a title without letters', { title: '!!!' }, ['INVALID_VALUE slug']],
    ['a bad slug', { slug: 'No Good' }, ['INVALID_VALUE slug']],
    ['no variants', { variants: [] }, ['INVALID_VALUE variants']],
    ['an unknown category', { categories: ['nope'] }, ['INVALID_VALUE categories 0']],
    ['an archived start', { status: 'ARCHIVED' }, ['INVALID_VALUE status']],
    [
      'a negative price',
      { variants: [variant({ price: { amount: '-1', currencyCode: 'EUR' } })] },
      ['INVALID_VALUE variants 0 price'],
    ],
    [
      'parts of a cent',
      { variants: [variant({ price: { amount: '1.001', currencyCode: 'EUR' } })] },
      ['INVALID_VALUE variants 0 price'],
    ],
    [
      'variants that are alike',
      { variants: [variant({ options: size('M') }), variant({ options: size('M') })] },
      ['INVALID_VALUE variants 1 options'],
    ],
    [
      'variants with different options',
      { variants: [variant({ options: size('M') }), variant()] },
      ['INVALID_VALUE variants 1 options'],
    ],
  ])('is refused with %s', async (_, change, reasons) => {
    const before = await prisma.product.count();
    expect(await refusalOf(() => create(change))).toEqual(reasons);
    expect(await prisma.product.count()).toBe(before);
  });
});

describe('the catalogue', () => {
  it('seeded twice is the same', async () => {
    const counts = async () => [
      await prisma.product.count(),
      await prisma.productVariant.count(),
      await prisma.outbox.count(),
    ];
    const before = await counts();
    await seed(database.url);
    expect(await counts()).toEqual(before);
  });

  it('pages without gaps or repeats, forward and back', async () => {
    const filter = { publicOnly: true };
    const total = await stores.products.count(filter);
    const walk = async (backward: boolean) => {
      const ids: string[] = [];
      for (let cursor: string[] | undefined; ; ) {
        const page = await stores.products.page(filter, { size: 9, backward, cursor });
        const chunk = page.rows.map(({ id }) => id);
        if (backward) ids.unshift(...chunk);
        else ids.push(...chunk);
        const edge = backward ? page.rows[0] : page.rows.at(-1);
        if (!page.more || !edge) return ids;
        cursor = [edge.createdAt.toISOString(), edge.id];
      }
    };
    const forward = await walk(false);
    expect(new Set(forward).size).toBe(total);
    expect(await walk(true)).toEqual(forward);
  });

  it('finds products of a category and of those below it', async () => {
    const categories = await stores.categories.all();
    const count = async (slug: string) => {
      const filter = filterFor(undefined, slug, categories);
      return filter ? stores.products.count(filter) : 0;
    };
    const below = await Promise.all(['t-shirts', 'knitwear', 'jackets', 'trousers'].map(count));
    expect(await count('clothing')).toBe(below.reduce((sum, one) => sum + one));
    expect(await count('nothing')).toBe(0);
  });

  it('hides the variants of drafts from everybody but their keepers', async () => {
    const draft = await create();
    const id = draft.variants[0]?.id ?? '';
    expect(await stores.products.variantsByIds([id], false)).toEqual([undefined]);
    expect(await stores.products.variantsByIds([id], true)).toMatchObject([{ id }]);
  });
});
