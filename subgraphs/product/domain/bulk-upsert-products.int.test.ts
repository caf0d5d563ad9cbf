import { newId } from '@shop/domain';
import { refusalOf, statementsOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogManager } from '../testing/graph-fixture.ts';
import { type Catalogue, eur, newVariant, openCatalogue } from '../testing/open-catalogue.ts';
import { type BulkUpsertProductsInput, bulkUpsertProducts } from './bulk-upsert-products.ts';

let shop: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue();
});
afterAll(() => shop.close());

const row = (change: object = {}) => ({
  slug: `bulk-${newId()}`,
  title: 'Bulk',
  variants: [newVariant()],
  ...change,
});
const bulk = (products: object[], change: Partial<BulkUpsertProductsInput> = {}) =>
  bulkUpsertProducts(shop, catalogManager, { products, ...change });
const outcomes = (results: Awaited<ReturnType<typeof bulk>>) =>
  results.map(({ action, reasons }) =>
    [action, ...reasons.map(({ code, field }) => [code, ...(field ?? [])].join(' '))].join(': '),
  );
const counts = async () => [
  await shop.prisma.product.count(),
  await shop.prisma.productVariant.count(),
  await shop.prisma.outbox.count(),
  await shop.prisma.idempotencyKey.count(),
];

describe('a bulk of products', () => {
  it('a bulk upsert creates new products, updates changed ones and leaves equal ones unchanged', async () => {
    const [one, two] = [row({ categories: ['home'] }), row({ status: 'ACTIVE' })];
    expect(outcomes(await bulk([one, two]))).toEqual(['CREATED', 'CREATED']);
    const dearer = { ...two, variants: two.variants.map((v) => ({ ...v, price: eur('12') })) };
    const [same, changed] = await bulk([one, dearer]);
    expect([same?.action, changed?.action]).toEqual(['UNCHANGED', 'UPDATED']);
    expect(await shop.eventTypes(same?.productId ?? '')).toEqual(['product.created.v1']);
    const [product] = await shop.products.byIds([changed?.productId ?? '']);
    expect(product).toMatchObject({ version: 2, variants: [{ price: { minor: 1_200n } }] });
    expect(await shop.prices.counts([product?.variants[0]?.id ?? ''])).toEqual([2]);
  });

  it('a bulk upsert changes the tax class and the weight of variants that state them', async () => {
    const [variant] = [newVariant()];
    const book = { taxClass: 'books', weightGrams: 350, isShipped: false };
    const first = row({ variants: [{ ...variant, ...book }] });
    const again = { ...first, variants: [variant] };
    const heavier = { ...first, variants: [{ ...variant, weightGrams: 400 }] };
    const actions = [];
    for (const one of [first, again, heavier]) actions.push(...outcomes(await bulk([one])));
    expect(actions).toEqual(['CREATED', 'UNCHANGED', 'UPDATED']);
    const [product] = await shop.products.bySlugs([first.slug]);
    expect(product?.variants).toMatchObject([{ ...book, weightGrams: 400 }]);
  });

  it('a bulk upsert identifies variants by SKU, adds new ones and removes missing ones', async () => {
    const size = (value: string) => [{ name: 'Size', value }];
    const [small, medium, large] = ['S', 'M', 'L'].map((v) => newVariant({ options: size(v) }));
    const first = row({ variants: [small, medium], description: 'Kept', status: 'ACTIVE' });
    await bulk([first]);
    const [before] = await shop.products.bySlugs([first.slug]);
    const { description: _, ...second } = {
      ...first,
      variants: [large, medium],
    } as never as Record<string, object>;
    expect(outcomes(await bulk([second]))).toEqual(['UPDATED']);
    const [after] = await shop.products.bySlugs([first.slug]);
    expect(after).toMatchObject({ description: 'Kept', status: 'ACTIVE' });
    expect(after?.variants.map(({ sku }) => sku)).toEqual([large?.sku, medium?.sku]);
    expect(after?.variants[1]?.id).toBe(before?.variants[1]?.id);
    expect(outcomes(await bulk([second]))).toEqual(['UNCHANGED']);
  });

  it('a bulk upsert keeps the order of its variants', async () => {
    const size = (value: string) => [{ name: 'Size', value }];
    const [one, two, three, four] = ['1', '2', '3', '4'].map((v) =>
      newVariant({ options: size(v) }),
    );
    const product = row({ variants: [one, two, three] });
    await bulk([product]);
    const orders = [
      [three, one, two],
      [two, four, three, one],
      [one, two],
      [two, one],
    ];
    for (const variants of orders) {
      const next = { ...product, variants } as object;
      expect(outcomes(await bulk([next]))).toEqual(['UPDATED']);
      expect(outcomes(await bulk([next]))).toEqual(['UNCHANGED']);
      const [saved] = await shop.products.bySlugs([product.slug]);
      expect(saved?.variants.map(({ sku }) => sku)).toEqual(variants.map((v) => v?.sku));
    }
  });

  it('a refused row of a bulk upsert does not affect the other rows', async () => {
    const [one, last] = [row(), row()];
    const results = await bulk([
      one,
      row({ title: ' ' }),
      row({ categories: ['home', 'nowhere'] }),
      row({ variants: [newVariant({ sku: 'KIT-KNIFE' })] }),
      row({ status: 'ARCHIVED' }),
      { ...row(), slug: one.slug },
      row({ variants: one.variants }),
      row({ variants: [newVariant({ price: eur('-1') })] }),
      last,
    ]);
    expect(outcomes(results)).toEqual([
      'CREATED',
      'FAILED: INVALID_VALUE products 1 title',
      'FAILED: INVALID_VALUE products 2 categories 1',
      'FAILED: SKU_TAKEN products 3 variants',
      'FAILED: INVALID_VALUE products 4 status',
      'FAILED: INVALID_VALUE products 5 slug',
      'FAILED: INVALID_VALUE products 6 variants 0 sku',
      'FAILED: INVALID_VALUE products 7 variants 0 price',
      'CREATED',
    ]);
    expect(await shop.products.bySlugs([one.slug, last.slug])).not.toContain(undefined);
  });

  it('many products are created, changed and renamed by a handful of statements', async () => {
    const rows = Array.from({ length: 30 }, () => row({ status: 'ACTIVE', categories: ['home'] }));
    const statements = await statementsOf(shop.pool, () => bulk(rows));
    expect(statements).toBeLessThan(15);
    const dearer = rows.map((one) => ({
      ...one,
      categories: ['kitchen'],
      variants: [
        newVariant({ options: [{ name: 'Size', value: 'L' }] }),
        ...one.variants.map((v) => ({ ...v, options: [{ name: 'Size', value: 'S' }] })),
      ],
    }));
    expect(await statementsOf(shop.pool, () => bulk(dearer))).toBeLessThan(15);
    const saved = await shop.products.bySlugs(rows.map(({ slug }) => slug));
    expect(saved.map((one) => one?.variants.map(({ options }) => options[0]?.value))).toEqual(
      rows.map(() => ['L', 'S']),
    );
    expect(new Set(saved.map((one) => one?.version))).toEqual(new Set([2]));
    for (const one of [saved[0], saved[29]])
      expect(await shop.eventTypes(one?.id ?? '')).toEqual([
        'product.created.v1',
        'product.updated.v1',
      ]);
  });

  it('a bulk upsert refuses illegal changes of status', async () => {
    const product = row();
    await bulk([product]);
    expect(outcomes(await bulk([{ ...product, status: 'ACTIVE' }]))).toEqual(['UPDATED']);
    expect(outcomes(await bulk([{ ...product, status: 'DRAFT' }]))).toEqual([
      'FAILED: ILLEGAL_TRANSITION products 0',
    ]);
    expect(outcomes(await bulk([{ ...product, status: 'ARCHIVED' }]))).toEqual(['UPDATED']);
  });

  it('a dry run reports the same actions and changes nothing', async () => {
    const [known, same] = [row(), row()];
    await bulk([known, same]);
    const before = await counts();
    const rows = [
      row(),
      { ...known, title: 'Other' },
      same,
      row({ variants: [newVariant({ sku: 'KIT-KNIFE' })] }),
    ];
    const dry = await bulk(rows, { dryRun: true, idempotencyKey: newId() });
    expect(outcomes(dry)).toEqual([
      'CREATED',
      'UPDATED',
      'UNCHANGED',
      'FAILED: SKU_TAKEN products 3 variants',
    ]);
    expect(dry[0]?.productId).toBeNull();
    expect(await counts()).toEqual(before);
    expect(outcomes(await bulk(rows))).toEqual(outcomes(dry));
  });

  it('a replay returns the first results, and the key is refused for another input', async () => {
    const idempotencyKey = newId();
    const rows = [row(), row({ title: '' })];
    const first = await bulk(rows, { idempotencyKey });
    const before = await counts();
    expect(await bulk(rows, { idempotencyKey })).toEqual(first);
    expect(await counts()).toEqual(before);
    const other = () => bulk([row()], { idempotencyKey });
    expect(await refusalOf(other)).toEqual(['IDEMPOTENCY_CONFLICT idempotencyKey']);
  });

  it.each<[string, Partial<BulkUpsertProductsInput>, string]>([
    ['no rows', { products: [] }, 'INVALID_VALUE products'],
    ['101 rows', { products: Array(101).fill({}) }, 'INVALID_VALUE products'],
    ['a short key', { idempotencyKey: 'a' }, 'INVALID_VALUE idempotencyKey'],
  ])('a bulk upsert with %s is refused', async (_, change, reason) => {
    expect(await refusalOf(() => bulk([row()], change))).toEqual([reason]);
  });
});
