import { randomUUID } from 'node:crypto';
import { until } from '@shop/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerCustomer, request, requestData, tokenOf } from './client.ts';
import {
  ArchiveProductDocument,
  BulkUpsertProductsDocument,
  CreateProductDocument,
  PlaceOrderDocument,
  PricesDocument,
  PublishProductDocument,
  RemoveVariantDocument,
  SearchDocument,
  SetVariantPriceDocument,
  ShelfDocument,
  UpdateProductDocument,
} from './generated/graphql.ts';
import { shippingAddress } from './shipping-address.ts';
import { receiveUnits } from './shopping.ts';

const eur = (amount: string) => ({ amount, currencyCode: 'EUR' });
const sku = () => `E2E-${randomUUID().slice(0, 8)}`;
let staff: string;
beforeAll(async () => {
  staff = await tokenOf('staff');
});

/** Creates a product whose text contains a unique word. */
async function createProductWithWord(status: 'DRAFT' | 'ACTIVE', sizes = ['S', 'M']) {
  const word = `word${randomUUID().replaceAll('-', '')}`;
  const variants = sizes.map((value) => ({
    sku: sku(),
    options: [{ name: 'Size', value }],
    price: eur('20.00'),
  }));
  const input = { title: `Thing ${word}`, description: word, status, variants };
  const { createProduct } = await requestData(CreateProductDocument, { input }, staff);
  if (!createProduct?.product) throw new Error(JSON.stringify(createProduct?.userErrors));
  return { ...createProduct.product, word };
}

const search = async (variables: object, token?: string) =>
  (await requestData(SearchDocument, variables, token)).products;
const slugsOf = async (variables: object, token?: string) =>
  (await search(variables, token))?.nodes.map(({ slug }) => slug);

describe('browsing the catalogue', () => {
  it('anonymous clients search, filter, sort and page products', async () => {
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

  it('the pictures of the demonstration catalogue come from the shop itself', async () => {
    const page = await search({ filter: { category: 'clothing' }, first: 100 });
    const urls = page?.nodes.flatMap(({ images }) => images.map(({ url }) => url)) ?? [];
    expect(urls.length).toBeGreaterThan(5);
    for (const url of urls) {
      const response = await fetch(url);
      expect([url, response.status]).toEqual([url, 200]);
      expect(response.headers.get('content-type')).toContain('image/svg+xml');
      expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      expect(await response.text()).toMatch(/^<svg .*<\/svg>$/s);
    }
    const unknown = await fetch(new URL('/pictures/nothing', urls[0]));
    expect(unknown.status).toBe(404);
  });

  it('a category shows its ancestors, children and number of products', async () => {
    const { category } = await requestData(ShelfDocument, { slug: 'kitchen' });
    expect(category).toMatchObject({
      name: 'Kitchen',
      ancestors: [{ slug: 'home' }],
      children: [],
    });
    expect(category?.productCount).toBeGreaterThan(4);
  });

  it('invalid arguments of the product list are refused', async () => {
    const wrong = async (variables: object) =>
      (await request(SearchDocument, variables)).errors.map(({ extensions }) => extensions.code);
    expect(await wrong({ first: 0 })).toEqual(['BAD_USER_INPUT']);
    expect(await wrong({ after: 'x' })).toEqual(['BAD_USER_INPUT']);
    expect(await wrong({ sort: 'RELEVANCE' })).toEqual(['BAD_USER_INPUT']);
    expect(await wrong({ filter: { status: ['DRAFT'] } })).toEqual(['UNAUTHENTICATED']);
  });

  it('a product appears as in stock after its stock was received', async () => {
    const { word, slug, variants } = await createProductWithWord('ACTIVE', ['S']);
    const inStock = { search: word, filter: { inStock: true } };
    expect(await slugsOf(inStock)).toEqual([]);
    await receiveUnits(variants[0]?.id ?? '', 3);
    await until('the product in stock', async () =>
      (await slugsOf(inStock))?.includes(slug) ? true : undefined,
    );
    expect((await search({ search: word }))?.nodes).toMatchObject([{ inStock: true }]);
  });
});

describe('managing the catalogue', () => {
  it('staff create a draft, publish it and archive it', async () => {
    const { id: productId, slug, word } = await createProductWithWord('DRAFT');
    expect(await slugsOf({ search: word })).toEqual([]);
    expect(await slugsOf({ search: word, filter: { status: ['DRAFT'] } }, staff)).toEqual([slug]);
    const images = [{ url: 'https://shop.example/1.jpg', alt: 'Front' }];
    const update = { productId, images, expectedVersion: 1 };
    const { updateProduct } = await requestData(UpdateProductDocument, { input: update }, staff);
    expect(updateProduct?.product).toMatchObject({ version: 2, images: [{ position: 0 }] });
    const again = await requestData(UpdateProductDocument, { input: update }, staff);
    expect(again.updateProduct?.userErrors).toMatchObject([{ code: 'VERSION_CONFLICT' }]);
    const { publishProduct } = await requestData(
      PublishProductDocument,
      { input: { productId } },
      staff,
    );
    expect(publishProduct?.product).toMatchObject({ status: 'ACTIVE' });
    expect(await slugsOf({ search: word })).toEqual([slug]);
    const { archiveProduct } = await requestData(
      ArchiveProductDocument,
      { input: { productId } },
      staff,
    );
    expect(archiveProduct?.product).toEqual({ status: 'ARCHIVED' });
    expect(await slugsOf({ search: word })).toEqual([]);
  });

  it('a removed variant can no longer be ordered', async () => {
    const { variants } = await createProductWithWord('ACTIVE');
    const variantId = variants[0]?.id ?? '';
    const { token } = await registerCustomer();
    const { removeVariant } = await requestData(
      RemoveVariantDocument,
      { input: { variantId } },
      staff,
    );
    expect(removeVariant?.product?.variants).toHaveLength(1);
    await until('the order to be refused', async () => {
      const lines = [{ variantId, quantity: 1 }];
      const input = { lines, shippingAddress, idempotencyKey: randomUUID() };
      const { placeOrder } = await requestData(PlaceOrderDocument, { input }, token);
      const codes = placeOrder?.userErrors.map(({ code }) => code);
      return codes?.includes('VARIANT_UNAVAILABLE') ? true : undefined;
    });
  });

  it('after a price cut, the lowest price of 30 days and the prior price are shown', async () => {
    const { slug, variants } = await createProductWithWord('ACTIVE', ['S']);
    const input = { variantId: variants[0]?.id ?? '', price: eur('15.00') };
    await requestData(SetVariantPriceDocument, { input }, staff);
    const pricesFor = async (token?: string) =>
      (await request(PricesDocument, { slug }, token)).data?.product?.variants[0];
    expect(await pricesFor(staff)).toMatchObject({
      price: { amount: '15.00' },
      lowestPrice30Days: { amount: '15.00' },
      priorPrice: { amount: '20.00' },
      priceHistory: { totalCount: 2, nodes: [{ validTo: null }, { price: { amount: '20.00' } }] },
    });
    expect((await pricesFor())?.priceHistory ?? null).toBeNull();
  });

  it('a dry run of a bulk upsert reports its results and changes nothing', async () => {
    const row = { title: 'Bulk', variants: [{ sku: sku(), price: eur('1.00') }] };
    const products = [
      { ...row, slug: `bulk-${randomUUID()}` },
      { ...row, slug: 'No Good' },
    ];
    const bulk = async (dryRun: boolean) => {
      const { bulkUpsertProducts } = await requestData(
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
