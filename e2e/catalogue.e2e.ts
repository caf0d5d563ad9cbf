import { randomUUID } from 'node:crypto';
import { until } from '@shop/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, get, newCustomer, tokenOf } from './client.ts';
import {
  ArchiveProductDocument,
  BulkUpsertProductsDocument,
  CreateProductDocument,
  PlaceOrderDocument,
  PricesDocument,
  PublishProductDocument,
  ReceiveStockDocument,
  RemoveVariantDocument,
  SearchDocument,
  SetVariantPriceDocument,
  ShelfDocument,
  UpdateProductDocument,
} from './generated/graphql.ts';

const eur = (amount: string) => ({ amount, currencyCode: 'EUR' });
const sku = () => `E2E-${randomUUID().slice(0, 8)}`;
let staff: string;
beforeAll(async () => {
  staff = await tokenOf('staff');
});

/** A product with a word in its text that no other has. */
async function newProduct(status: 'DRAFT' | 'ACTIVE', sizes = ['S', 'M']) {
  const word = `word${randomUUID().replaceAll('-', '')}`;
  const variants = sizes.map((value) => ({
    sku: sku(),
    options: [{ name: 'Size', value }],
    price: eur('20.00'),
  }));
  const input = { title: `Thing ${word}`, description: word, status, variants };
  const { createProduct } = await get(CreateProductDocument, { input }, staff);
  if (!createProduct?.product) throw new Error(JSON.stringify(createProduct?.userErrors));
  return { ...createProduct.product, word };
}

const search = async (variables: object, token?: string) =>
  (await get(SearchDocument, variables, token)).products;
const slugsOf = async (variables: object, token?: string) =>
  (await search(variables, token))?.nodes.map(({ slug }) => slug);

describe('a visitor', () => {
  it('searches, narrows, sorts and pages', async () => {
    const first = await search({
      search: 'jack',
      filter: { category: 'clothing', price: { currencyCode: 'EUR', max: '140' } },
      sort: 'PRICE_ASC',
      first: 1,
    });
    expect(first?.totalCount).toBe(2);
    expect(first?.nodes).toMatchObject([{ slug: 'light-down-vest', images: [{ position: 0 }] }]);
    const names = first?.facets?.map(({ kind, name }) => name ?? kind);
    expect(names).toEqual(['CATEGORY', 'Colour', 'Size', 'PRICE', 'IN_STOCK']);
    const options = [{ name: 'Colour', values: ['Navy'] }];
    const navy = await search({ filter: { category: 'jackets', options } });
    expect(navy?.nodes.map(({ slug }) => slug)).toEqual(['harbour-rain-jacket']);
    const colours = navy?.facets?.find(({ name }) => name === 'Colour')?.values;
    expect(colours).toContainEqual({ value: 'Black', count: 1 });
  });

  it('finds the way through the shelves', async () => {
    const { category } = await get(ShelfDocument, { slug: 'kitchen' });
    expect(category).toMatchObject({
      name: 'Kitchen',
      ancestors: [{ slug: 'home' }],
      children: [],
    });
    expect(category?.productCount).toBeGreaterThan(4);
  });

  it('is told what is wrong with a question', async () => {
    const wrong = async (variables: object) =>
      (await ask(SearchDocument, variables)).errors.map(({ extensions }) => extensions.code);
    expect(await wrong({ first: 0 })).toEqual(['BAD_USER_INPUT']);
    expect(await wrong({ after: 'x' })).toEqual(['BAD_USER_INPUT']);
    expect(await wrong({ sort: 'RELEVANCE' })).toEqual(['BAD_USER_INPUT']);
    expect(await wrong({ filter: { status: ['DRAFT'] } })).toEqual(['FORBIDDEN']);
  });

  it('sees what is in stock as soon as it has come in', async () => {
    const { word, slug, variants } = await newProduct('ACTIVE', ['S']);
    const inStock = { search: word, filter: { inStock: true } };
    expect(await slugsOf(inStock)).toEqual([]);
    await until('stock', async () => {
      const input = { variantId: variants[0]?.id ?? '', quantity: 3, reason: 'delivery' };
      const { receiveStock } = await get(
        ReceiveStockDocument,
        { input: { ...input, idempotencyKey: randomUUID() } },
        staff,
      );
      return receiveStock?.userErrors.length === 0 ? true : undefined;
    });
    await until('the product in stock', async () =>
      (await slugsOf(inStock))?.includes(slug) ? true : undefined,
    );
    expect((await search({ search: word }))?.nodes).toMatchObject([{ inStock: true }]);
  });
});

describe('a keeper of the catalogue', () => {
  it('prepares a product, puts it on sale and takes it off again', async () => {
    const { id: productId, slug, word } = await newProduct('DRAFT');
    expect(await slugsOf({ search: word })).toEqual([]);
    expect(await slugsOf({ search: word, filter: { status: ['DRAFT'] } }, staff)).toEqual([slug]);
    const images = [{ url: 'https://shop.example/1.jpg', alt: 'Front' }];
    const update = { productId, images, expectedVersion: 1 };
    const { updateProduct } = await get(UpdateProductDocument, { input: update }, staff);
    expect(updateProduct?.product).toMatchObject({ version: 2, images: [{ position: 0 }] });
    const again = await get(UpdateProductDocument, { input: update }, staff);
    expect(again.updateProduct?.userErrors).toMatchObject([{ code: 'VERSION_CONFLICT' }]);
    const { publishProduct } = await get(PublishProductDocument, { input: { productId } }, staff);
    expect(publishProduct?.product).toMatchObject({ status: 'ACTIVE' });
    expect(await slugsOf({ search: word })).toEqual([slug]);
    const { archiveProduct } = await get(ArchiveProductDocument, { input: { productId } }, staff);
    expect(archiveProduct?.product).toEqual({ status: 'ARCHIVED' });
    expect(await slugsOf({ search: word })).toEqual([]);
  });

  it('removes a variant, and nobody can order it any more', async () => {
    const { variants } = await newProduct('ACTIVE');
    const variantId = variants[0]?.id ?? '';
    const { token } = await newCustomer();
    const { removeVariant } = await get(RemoveVariantDocument, { input: { variantId } }, staff);
    expect(removeVariant?.product?.variants).toHaveLength(1);
    await until('a refusal', async () => {
      const input = { lines: [{ variantId, quantity: 1 }], idempotencyKey: randomUUID() };
      const { placeOrder } = await get(PlaceOrderDocument, { input }, token);
      const codes = placeOrder?.userErrors.map(({ code }) => code);
      return codes?.includes('VARIANT_UNAVAILABLE') ? true : undefined;
    });
  });

  it('lowers a price, beside which the lowest of 30 days stands', async () => {
    const { slug, variants } = await newProduct('ACTIVE', ['S']);
    const input = { variantId: variants[0]?.id ?? '', price: eur('15.00') };
    await get(SetVariantPriceDocument, { input }, staff);
    const pricesFor = async (token?: string) =>
      (await ask(PricesDocument, { slug }, token)).data?.product?.variants[0];
    expect(await pricesFor(staff)).toMatchObject({
      price: { amount: '15.00' },
      lowestPrice30Days: { amount: '15.00' },
      priorPrice: { amount: '20.00' },
      priceHistory: { totalCount: 2, nodes: [{ validTo: null }, { price: { amount: '20.00' } }] },
    });
    expect((await pricesFor())?.priceHistory ?? null).toBeNull();
  });

  it('tries a bulk before it is done', async () => {
    const row = { title: 'Bulk', variants: [{ sku: sku(), price: eur('1.00') }] };
    const products = [
      { ...row, slug: `bulk-${randomUUID()}` },
      { ...row, slug: 'No Good' },
    ];
    const bulk = async (dryRun: boolean) => {
      const { bulkUpsertProducts } = await get(
        BulkUpsertProductsDocument,
        { input: { products, dryRun } },
        staff,
      );
      return bulkUpsertProducts?.results?.map(({ action, product, userErrors }) => [
        action,
        product?.slug,
        userErrors[0]?.field?.join('.'),
      ]);
    };
    const bad = ['FAILED', undefined, 'products.1.slug'];
    expect(await bulk(true)).toEqual([['CREATED', undefined, undefined], bad]);
    expect(await bulk(true)).toEqual([['CREATED', undefined, undefined], bad]);
    expect(await bulk(false)).toEqual([['CREATED', products[0]?.slug, undefined], bad]);
    expect(await bulk(true)).toEqual([['UNCHANGED', products[0]?.slug, undefined], bad]);
  });
});
