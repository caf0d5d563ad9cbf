import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, newVariant, openCatalogue, size } from '../testing/open-catalogue.ts';
import { addVariant } from './add-variant.ts';
import { archiveProduct } from './archive-product.ts';
import { publishProduct } from './publish-product.ts';
import { removeVariant } from './remove-variant.ts';
import { updateProduct } from './update-product.ts';
import { updateVariant } from './update-variant.ts';

let shop: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue();
});
afterAll(() => shop.close());

const sized = (...values: string[]) =>
  shop.create({ variants: values.map((value) => newVariant({ options: size(value) })) });

describe('the tax class, the weight and the shipping of a variant', () => {
  const standard = { taxClass: 'standard', weightGrams: null, isShipped: true };
  const book = { taxClass: 'books', weightGrams: 350, isShipped: false };

  it('a variant has standard values until it is created or changed with others, which are read again', async () => {
    const { id: productId, variants } = await sized('M', 'L');
    expect(variants).toMatchObject([standard, standard]);
    const [variantId = ''] = variants.map(({ id }) => id);
    await updateVariant(shop.products, undefined, { variantId, ...book });
    const more = { ...newVariant({ options: size('S') }), weightGrams: 0 };
    await addVariant(shop.products, undefined, { productId, variant: more });
    const read = async () => (await shop.products.byIds([productId]))[0]?.variants;
    expect(await read()).toMatchObject([book, standard, { ...standard, weightGrams: 0 }]);
    await updateVariant(shop.products, undefined, { variantId, sku: `NEW-${newId()}` });
    expect(await read()).toMatchObject([book, {}, {}]);
    expect(await shop.products.variantsByIds([variantId], true)).toMatchObject([book]);
  });

  it.each([
    [{ taxClass: 'Books' }, 'taxClass'],
    [{ weightGrams: -1 }, 'weightGrams'],
    [{ weightGrams: 1.5 }, 'weightGrams'],
    [{ weightGrams: 1_000_001 }, 'weightGrams'],
  ])('%j is refused', async (change, field) => {
    const { variants } = await sized('M');
    const update = () =>
      updateVariant(shop.products, undefined, { variantId: variants[0]?.id ?? '', ...change });
    expect(await refusalOf(update)).toEqual([`INVALID_VALUE ${field}`]);
  });
});

describe('a product', () => {
  it('updateProduct changes the given fields and publishes one event per change', async () => {
    const before = await shop.create({ categories: ['kitchen'], description: 'Old' });
    const images = [{ url: 'https://shop.example/a.jpg', alt: 'Ein Bild: 🫖' }];
    const next = await updateProduct(shop, undefined, {
      productId: before.id,
      title: 'Neu',
      images,
    });
    expect(next).toMatchObject({ title: 'Neu', images, description: 'Old', version: 2 });
    expect(next.categoryIds).toEqual(before.categoryIds);
    expect(next.variants).toEqual(before.variants);
    const emptied = await updateProduct(shop, undefined, {
      productId: before.id,
      categories: [],
      images: [],
    });
    expect(emptied).toMatchObject({ categoryIds: [], images: [], title: 'Neu', version: 3 });
    const same = { productId: before.id, title: 'Neu', images: [], categories: [] };
    expect(await updateProduct(shop, undefined, same)).toMatchObject({ version: 3 });
    const events = ['product.created.v1', 'product.updated.v1', 'product.updated.v1'];
    expect(await shop.eventTypes(before.id)).toEqual(events);
  });

  it('publishing and archiving follow the allowed transitions and keep the first publication time', async () => {
    const { id: productId } = await shop.create();
    const active = await publishProduct(shop.products, undefined, { productId }, new Date(1_000));
    expect(active).toMatchObject({ status: 'ACTIVE', publishedAt: new Date(1_000) });
    const again = () => publishProduct(shop.products, undefined, { productId });
    expect(await refusalOf(again)).toEqual(['ILLEGAL_TRANSITION']);
    await archiveProduct(shop.products, undefined, { productId });
    expect(await refusalOf(() => archiveProduct(shop.products, undefined, { productId }))).toEqual([
      'ILLEGAL_TRANSITION',
    ]);
    const back = await again();
    expect(back).toMatchObject({ status: 'ACTIVE', publishedAt: new Date(1_000), version: 4 });
  });

  it('of concurrent updates that expect the same version one succeeds', async () => {
    const { id: productId } = await shop.create();
    const change = (n: number) =>
      refusalOf(() =>
        updateProduct(shop, undefined, { productId, description: `${n}`, expectedVersion: 1 }),
      ).catch(() => 'done');
    const outcomes = await Promise.all([1, 2, 3, 4].map(change));
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(outcomes).toContainEqual(['VERSION_CONFLICT expectedVersion']);
  });

  const long = 'x'.repeat(200_000);
  const image = (url: string) => ({ images: [{ url }] });
  it.each<[string, object, string[]]>([
    ['an invalid id', { productId: 'nonsense' }, ['NOT_FOUND productId']],
    ['an unknown id', { productId: newId() }, ['NOT_FOUND productId']],
    ['a very long title', { title: long }, ['INVALID_VALUE title']],
    ['a NUL in the title', { title: 'a\u0000b' }, ['INVALID_VALUE title']],
    ['broken Unicode', { title: 'a\ud800' }, ['INVALID_VALUE title']],
    ['a NUL in the description', { description: 'a\u0000b' }, ['INVALID_VALUE description']],
    ['a very long description', { description: long }, ['INVALID_VALUE description']],
    ['an image without an http URL', image('javascript:alert(1)'), ['INVALID_VALUE images 0 url']],
    ['an image with a relative URL', image('/a.jpg'), ['INVALID_VALUE images 0 url']],
    ['an image with an invalid URL', image('https://a b'), ['INVALID_VALUE images 0 url']],
    [
      '21 images',
      { images: Array(21).fill({ url: 'https://a.example' }) },
      ['INVALID_VALUE images'],
    ],
    ['an unknown category', { categories: ['home', 'no'] }, ['INVALID_VALUE categories 1']],
    ['the slug of another product', { slug: 'classic-cotton-tee' }, ['SLUG_TAKEN slug']],
    ['another expected version', { expectedVersion: 7 }, ['VERSION_CONFLICT expectedVersion']],
  ])('updateProduct with %s is refused and changes nothing', async (_, change, reasons) => {
    const { id: productId } = await shop.create();
    const update = () => updateProduct(shop, undefined, { productId, ...change });
    expect(await refusalOf(update)).toEqual(reasons);
    expect(await shop.eventTypes(productId)).toEqual(['product.created.v1']);
  });

  it('titles and descriptions may have letters of every script', async () => {
    const title = 'Чайник 茶壺 قوري 🫖';
    const product = await shop.create({ title, slug: `teapot-${newId()}`, description: title });
    expect(product).toMatchObject({ title, description: title });
    expect(await refusalOf(() => shop.create({ title }))).toEqual(['INVALID_VALUE slug']);
  });
});

describe('a variant', () => {
  it('variants keep their order when others are added, changed and removed', async () => {
    const { id: productId, variants } = await sized('S', 'M');
    const add = { productId, variant: newVariant({ options: size('L') }) };
    const { variant } = await addVariant(shop.products, undefined, add);
    const [small] = variants;
    await removeVariant(shop.products, undefined, { variantId: small?.id ?? '' });
    const changed = await updateVariant(shop.products, undefined, {
      variantId: variant.id,
      options: size('XL'),
    });
    expect(changed.variants.map(({ options }) => options[0]?.value)).toEqual(['M', 'XL']);
    expect(changed.version).toBe(4);
    expect(await shop.products.variantsByIds([small?.id ?? ''], true)).toEqual([undefined]);
    expect(
      (
        await addVariant(shop.products, undefined, {
          productId,
          variant: newVariant({ options: size('S') }),
        })
      ).product.variants,
    ).toHaveLength(3);
  });

  it('the last variant of a product cannot be removed', async () => {
    const { variants } = await shop.create();
    const variantId = variants[0]?.id ?? '';
    const remove = () => removeVariant(shop.products, undefined, { variantId });
    expect(await refusalOf(remove)).toEqual(['ILLEGAL_TRANSITION variantId']);
  });

  it('a variant that is inconsistent with the others is refused', async () => {
    const { id: productId, variants } = await sized('S', 'M');
    const [small, medium] = variants;
    const add = (change: object) =>
      refusalOf(() =>
        addVariant(shop.products, undefined, { productId, variant: newVariant(change) }),
      );
    expect(await add({ options: size('S') })).toEqual(['INVALID_VALUE variant options']);
    expect(await add({})).toEqual(['INVALID_VALUE variant options']);
    expect(await add({ options: size('L'), sku: 'TEE-STRIPE-M' })).toEqual([
      'SKU_TAKEN variant sku',
    ]);
    const yen = { amount: '5', currencyCode: 'JPY' };
    expect(await add({ options: size('L'), price: yen })).toEqual(['INVALID_VALUE variant price']);
    const update = (change: object) =>
      refusalOf(() =>
        updateVariant(shop.products, undefined, { variantId: small?.id ?? '', ...change }),
      );
    expect(await update({ sku: 'TEE-STRIPE-M' })).toEqual(['SKU_TAKEN sku']);
    expect(await update({ sku: 'a b' })).toEqual(['INVALID_VALUE sku']);
    expect(await update({ sku: medium?.sku })).toEqual(['INVALID_VALUE sku']);
    expect(await update({ options: size('M') })).toEqual(['INVALID_VALUE options']);
    expect(await update({ variantId: newId() })).toEqual(['NOT_FOUND variantId']);
    expect(await update({ variantId: '💥' })).toEqual(['NOT_FOUND variantId']);
    expect((await shop.products.byIds([productId]))[0]?.version).toBe(1);
  });
});
