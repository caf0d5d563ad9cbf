import { randomUUID } from 'node:crypto';
import { until } from '@shop/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { get, newCustomer, post, tokenOf } from './client.ts';
import {
  ArchiveProductDocument,
  CreateProductDocument,
  PlaceOrderDocument,
  ReceiveStockDocument,
  SetVariantPriceDocument,
} from './generated/graphql.ts';

const eur = (amount: string) => ({ amount, currencyCode: 'EUR' });
let staff: string;
beforeAll(async () => {
  staff = await tokenOf('staff');
});

/** Sends a query; tells what may be kept of its answer. */
async function read(query: string, variables: object = {}, token?: string) {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const { response, text } = await post(JSON.stringify({ query, variables }), headers);
  const said = response.headers.get('cache-control') ?? '';
  const [, seconds, scope] = said.match(/^max-age=(\d+), (\w+)$/) ?? [];
  return {
    data: JSON.parse(text).data,
    kept: seconds ? { seconds: Number(seconds), scope } : said,
    vary: response.headers.get('vary'),
  };
}

async function newProduct(status: 'DRAFT' | 'ACTIVE') {
  const title = `Kept ${randomUUID()}`;
  const variants = [{ sku: `KEPT-${randomUUID().slice(0, 8)}`, price: eur('20.00') }];
  const input = { title, status, variants };
  const { createProduct } = await get(CreateProductDocument, { input }, staff);
  if (!createProduct?.product) throw new Error(JSON.stringify(createProduct?.userErrors));
  return createProduct.product;
}

const priceOf = 'query ($id: ID!) { product(id: $id) { variants { id price { amount } } } }';
const stockOf =
  'query ($id: ID!) { product(id: $id) { variants { id availability { quantity } } } }';

describe('Cache-Control', () => {
  it.each([
    [
      'products',
      '{ products(first: 3) { totalCount nodes { title priceRange { min { amount } } } } }',
      60,
    ],
    ['products with what is in stock', '{ products(first: 3) { nodes { inStock } } }', 5],
    [
      'products that are in stock',
      '{ products(first: 3, filter: { inStock: true }) { nodes { id } } }',
      5,
    ],
    ['facets', '{ products(first: 1) { facets { kind values { count } } } }', 5],
    ['categories', '{ categories { name parent { name } productCount } }', 60],
    [
      'availability',
      '{ products(first: 1) { nodes { variants { availability { status } } } } }',
      5,
    ],
  ])('of %s', async (_, query, seconds) => {
    const { kept, vary } = await read(query);
    expect(kept).toEqual({ seconds: expect.any(Number), scope: 'public' });
    const age = (kept as { seconds: number }).seconds;
    expect(age).toBeLessThanOrEqual(seconds);
    expect(age).toBeGreaterThan(seconds - 5);
    expect(vary).toMatch(/authorization/i);
  });

  it.each([
    ['a cart', '{ cart { subtotal { amount } } }'],
    ['oneself', '{ me { email } }'],
    ['a cart beside products', '{ cart { id } products(first: 1) { nodes { title } } }'],
    ['an error', '{ product { title } }'],
    [
      'a cart that is read through the catalogue',
      '{ cart { lines { variant { price { amount } } } } }',
    ],
  ])('of %s is no-store', async (_, query) => {
    const { token } = await newCustomer();
    expect((await read(query, {}, token)).kept).toBe('no-store');
    expect((await read(query, {}, token)).kept).toBe('no-store');
  });

  it('of what staff see is private', async () => {
    const { kept } = await read('{ products(first: 2) { nodes { title } } }', {}, staff);
    expect(kept).toMatchObject({ scope: 'private' });
  });
});

describe('what is kept', () => {
  it('is not what staff alone may see', async () => {
    const { id } = await newProduct('DRAFT');
    const { token } = await newCustomer();
    for (const _ of [1, 2]) {
      expect((await read(priceOf, { id }, staff)).data.product).not.toBeNull();
      expect((await read(priceOf, { id })).data.product).toBeNull();
      expect((await read(priceOf, { id }, token)).data.product).toBeNull();
    }
  });

  it('is no price that has changed', async () => {
    const { id, variants } = await newProduct('ACTIVE');
    const variantId = variants[0]?.id ?? '';
    for (const amount of ['21.00', '22.00', '23.00']) {
      await read(priceOf, { id });
      await get(SetVariantPriceDocument, { input: { variantId, price: eur(amount) } }, staff);
      const { data } = await read(priceOf, { id });
      expect(data.product.variants).toEqual([{ id: variantId, price: { amount } }]);
    }
  });

  it('is nothing that has been taken off sale', async () => {
    const { id } = await newProduct('ACTIVE');
    expect((await read(priceOf, { id })).data.product).not.toBeNull();
    await get(ArchiveProductDocument, { input: { productId: id } }, staff);
    expect((await read(priceOf, { id })).data.product).toBeNull();
  });

  it('follows what is sold', async () => {
    const { id, variants } = await newProduct('ACTIVE');
    const variantId = variants[0]?.id ?? '';
    const quantity = async () =>
      (await read(stockOf, { id })).data.product.variants[0].availability?.quantity as
        | number
        | null;
    const input = { variantId, quantity: 5, reason: 'new', idempotencyKey: randomUUID() };
    await until('stock', async () => {
      const { receiveStock } = await get(ReceiveStockDocument, { input }, staff);
      return receiveStock?.userErrors.length === 0 ? true : undefined;
    });
    expect(await quantity()).toBe(5);
    const { token } = await newCustomer();
    const order = { lines: [{ variantId, quantity: 2 }], idempotencyKey: randomUUID() };
    await until('the order', async () => {
      const { placeOrder } = await get(PlaceOrderDocument, { input: order }, token);
      return placeOrder?.order ? true : undefined;
    });
    await until('the sale', async () => ((await quantity()) === 3 ? true : undefined));
  });
});
