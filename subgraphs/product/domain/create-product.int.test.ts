import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seed } from '../prisma/seed.ts';
import {
  type Catalogue,
  openCatalogue,
  size,
  newVariant as variant,
} from '../testing/open-catalogue.ts';
import type { CreateProductInput } from './create-product.ts';

let shop: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue();
});
afterAll(() => shop.close());

describe('a new product', () => {
  it('createProduct saves the product with its variants and one event', async () => {
    const product = await shop.create({ title: 'Crème Brûlée Set', categories: ['kitchen'] });
    expect(product).toMatchObject({ slug: 'creme-brulee-set', status: 'DRAFT', version: 1 });
    expect(product.variants).toMatchObject([{ price: { minor: 990n, currency: 'EUR' } }]);
    const events = await shop.prisma.outbox.findMany({ where: { subject: product.id } });
    expect(events.map(({ type }) => type)).toEqual(['product.created.v1']);
  });

  it('products of one title without a slug get free ones, even at once', async () => {
    const title = 'Common Thing';
    await shop.create({ title, slug: 'common-thing-3' });
    const made = await Promise.all([1, 2, 3, 4, 5].map(() => shop.create({ title })));
    const slugs = [1, 2, 4, 5, 6].map((n) => (n === 1 ? 'common-thing' : `common-thing-${n}`));
    expect(made.map(({ slug }) => slug).sort()).toEqual(slugs);
    const long = 'x'.repeat(120);
    await shop.create({ title: long });
    expect((await shop.create({ title: long })).slug).toBe(`${'x'.repeat(118)}-2`);
  });

  it('a free slug is found behind many that are taken', async () => {
    for (let n = 1; n <= 21; n++) await shop.create({ title: 'Very Common' });
    expect((await shop.create({ title: 'Very Common' })).slug).toBe('very-common-22');
  });

  it('createProduct refuses the slug or an SKU of another product', async () => {
    const first = await shop.create({ title: 'Unique Thing' });
    expect(await refusalOf(() => shop.create({ slug: 'unique-thing' }))).toEqual([
      'SLUG_TAKEN slug',
    ]);
    const taken = variant({ sku: first.variants[0]?.sku });
    expect(await refusalOf(() => shop.create({ variants: [taken] }))).toEqual([
      'SKU_TAKEN variants 0 sku',
    ]);
    const options = ['S', 'M'].map((value) => [{ name: 'Size', value }]);
    const variants = [variant({ options: options[0] }), { ...taken, options: options[1] }];
    expect(await refusalOf(() => shop.create({ variants }))).toEqual(['SKU_TAKEN variants 1 sku']);
  });

  it.each<[string, Partial<CreateProductInput>, string[]]>([
    ['no title', { title: ' ' }, ['INVALID_VALUE title']],
    ['a title without letters', { title: '!!!' }, ['INVALID_VALUE slug']],
    ['an invalid slug', { slug: 'No Good' }, ['INVALID_VALUE slug']],
    ['a long title', { title: '💥'.repeat(121) }, ['INVALID_VALUE title']],
    [
      'a SKU with two hyphens',
      { variants: [variant({ sku: 'A--B' })] },
      ['INVALID_VALUE variants 0 sku'],
    ],
    [
      'a SKU that begins with a hyphen',
      { variants: [variant({ sku: '-A' })] },
      ['INVALID_VALUE variants 0 sku'],
    ],
    ['a control character', { description: 'a\u0007' }, ['INVALID_VALUE description']],
    ['no variants', { variants: [] }, ['INVALID_VALUE variants']],
    ['an unknown category', { categories: ['nope'] }, ['INVALID_VALUE categories 0']],
    ['the status ARCHIVED', { status: 'ARCHIVED' }, ['INVALID_VALUE status']],
    [
      'a negative price',
      { variants: [variant({ price: { amount: '-1', currencyCode: 'EUR' } })] },
      ['INVALID_VALUE variants 0 price'],
    ],
    [
      'a fraction of a cent',
      { variants: [variant({ price: { amount: '1.001', currencyCode: 'EUR' } })] },
      ['INVALID_VALUE variants 0 price'],
    ],
    [
      'two variants with the same values',
      { variants: [variant({ options: size('M') }), variant({ options: size('M') })] },
      ['INVALID_VALUE variants 1 options'],
    ],
    [
      'two variants with the same values in two normal forms',
      {
        variants: [variant({ options: size('r\u00e9d') }), variant({ options: size('re\u0301d') })],
      },
      ['INVALID_VALUE variants 1 options'],
    ],
    [
      'variants with different options',
      { variants: [variant({ options: size('M') }), variant()] },
      ['INVALID_VALUE variants 1 options'],
    ],
  ])('createProduct with %s is refused', async (_, change, reasons) => {
    const before = await shop.prisma.product.count();
    expect(await refusalOf(() => shop.create(change))).toEqual(reasons);
    expect(await shop.prisma.product.count()).toBe(before);
  });
});

describe('the catalogue', () => {
  it('seeding the catalogue again changes nothing', async () => {
    const counts = async () => [
      await shop.prisma.product.count(),
      await shop.prisma.productVariant.count(),
      await shop.prisma.outbox.count(),
    ];
    const before = await counts();
    await seed(shop.url);
    expect(await counts()).toEqual(before);
  });

  it('variants of drafts are found only when drafts are included', async () => {
    const draft = await shop.create();
    const id = draft.variants[0]?.id ?? '';
    expect(await shop.products.variantsByIds([id], false)).toEqual([undefined]);
    expect(await shop.products.variantsByIds([id], true)).toMatchObject([{ id }]);
  });
});
