import { randomUUID } from 'node:crypto';
import { until } from '@shop/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { post, registerCustomer, requestData, tokenOf } from './client.ts';
import {
  ArchiveProductDocument,
  CreateProductDocument,
  SetVariantPriceDocument,
} from './generated/graphql.ts';
import { place, receiveUnits } from './shopping.ts';

const eur = (amount: string) => ({ amount, currencyCode: 'EUR' });
let staff: string;
beforeAll(async () => {
  staff = await tokenOf('staff');
});

/** Sends a query. Returns its data and for how long the response may be cached. */
async function query(document: string, variables: object = {}, token?: string) {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const { response, text } = await post(JSON.stringify({ query: document, variables }), headers);
  const header = response.headers.get('cache-control') ?? '';
  const [, seconds, scope] = header.match(/^max-age=(\d+), (\w+)$/) ?? [];
  return {
    data: JSON.parse(text).data,
    caching: seconds ? { seconds: Number(seconds), scope } : header,
    vary: response.headers.get('vary'),
  };
}

async function createProduct(status: 'DRAFT' | 'ACTIVE') {
  const title = `Cached ${randomUUID()}`;
  const variants = [{ sku: `CACHED-${randomUUID().slice(0, 8)}`, price: eur('20.00') }];
  const input = { title, status, variants };
  const { createProduct: payload } = await requestData(CreateProductDocument, { input }, staff);
  if (!payload?.product) throw new Error(JSON.stringify(payload?.userErrors));
  return payload.product;
}

const priceOf = 'query ($id: ID!) { product(id: $id) { variants { id price { amount } } } }';
const stockOf =
  'query ($id: ID!) { product(id: $id) { variants { id availability { quantity } } } }';

describe('the header Cache-Control', () => {
  it.each([
    [
      'products',
      '{ products(first: 3) { totalCount nodes { title priceRange { min { amount } } } } }',
      60,
    ],
    ['products and whether they are in stock', '{ products(first: 3) { nodes { inStock } } }', 5],
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
  ])('the response with %s may be cached', async (_, document, seconds) => {
    const { caching, vary } = await query(document);
    expect(caching).toEqual({ seconds: expect.any(Number), scope: 'public' });
    const age = (caching as { seconds: number }).seconds;
    expect(age).toBeLessThanOrEqual(seconds);
    expect(age).toBeGreaterThan(seconds - 5);
    expect(vary).toMatch(/authorization/i);
  });

  it.each([
    ['a cart', '{ cart { subtotal { amount } } }'],
    ['the viewer', '{ me { email } }'],
    ['a cart beside products', '{ cart { id } products(first: 1) { nodes { title } } }'],
    ['an error', '{ product { title } }'],
    ['a cart with fields of the catalogue', '{ cart { lines { variant { price { amount } } } } }'],
  ])('the response with %s is not cached (no-store)', async (_, document) => {
    const { token } = await registerCustomer();
    expect((await query(document, {}, token)).caching).toBe('no-store');
    expect((await query(document, {}, token)).caching).toBe('no-store');
  });

  it('the response to staff is private', async () => {
    const { caching } = await query('{ products(first: 2) { nodes { title } } }', {}, staff);
    expect(caching).toMatchObject({ scope: 'private' });
  });
});

describe('the response cache', () => {
  it('a response that only staff may read is never returned to other clients', async () => {
    const { id } = await createProduct('DRAFT');
    const { token } = await registerCustomer();
    for (const _ of [1, 2]) {
      expect((await query(priceOf, { id }, staff)).data.product).not.toBeNull();
      expect((await query(priceOf, { id })).data.product).toBeNull();
      expect((await query(priceOf, { id }, token)).data.product).toBeNull();
    }
  });

  it('a price change invalidates every cached response that contains the product', async () => {
    const { id, variants } = await createProduct('ACTIVE');
    const variantId = variants[0]?.id ?? '';
    for (const amount of ['21.00', '22.00', '23.00']) {
      await query(priceOf, { id });
      await requestData(
        SetVariantPriceDocument,
        { input: { variantId, price: eur(amount) } },
        staff,
      );
      const { data } = await query(priceOf, { id });
      expect(data.product.variants).toEqual([{ id: variantId, price: { amount } }]);
    }
  });

  it('archiving a product invalidates cached responses that contain it', async () => {
    const { id } = await createProduct('ACTIVE');
    expect((await query(priceOf, { id })).data.product).not.toBeNull();
    await requestData(ArchiveProductDocument, { input: { productId: id } }, staff);
    expect((await query(priceOf, { id })).data.product).toBeNull();
  });

  it('receiving and selling stock invalidates cached quantities', async () => {
    const { id, variants } = await createProduct('ACTIVE');
    const variantId = variants[0]?.id ?? '';
    const quantity = async () =>
      (await query(stockOf, { id })).data.product.variants[0].availability?.quantity as
        | number
        | null;
    await receiveUnits(variantId, 5);
    expect(await quantity()).toBe(5);
    const { token } = await registerCustomer();
    await place(token, [{ variantId, quantity: 2 }]);
    await until('the quantity to change', async () =>
      (await quantity()) === 3 ? true : undefined,
    );
  });
});
