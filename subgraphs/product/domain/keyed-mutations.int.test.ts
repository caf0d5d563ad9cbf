import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { catalogManager } from '../testing/graph-fixture.ts';
import { type Catalogue, newVariant, openCatalogue } from '../testing/open-catalogue.ts';
import { bulkUpsertProducts } from './bulk-upsert-products.ts';

let shop: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue();
});
afterAll(() => shop.close());

const price = (amount: string) => ({ amount, currencyCode: 'EUR' });

async function open() {
  const { sku } = newVariant();
  const row = {
    slug: `keyed-${newId()}`,
    title: 'Größe',
    variants: [{ sku, options: [], price: price('1') }],
  };
  const idempotencyKey = newId();
  const send = (change: object = {}, viewer = catalogManager) => {
    const input = { products: [{ ...row, ...change }], dryRun: false, idempotencyKey };
    return bulkUpsertProducts(shop, viewer, input);
  };
  return { sku, send, first: await send() };
}

it('bulkUpsertProducts in another spelling is the same request, with another value it is another', async () => {
  const { sku, send, first } = await open();
  for (const spelling of [
    { title: ' Gro\u0308ße ' },
    { description: null, status: null, categories: null, images: null },
    { variants: [{ sku, price: price('1.00') }] },
    { variants: [{ price: price('01.0'), options: [], sku }] },
  ]) {
    expect([spelling, await send(spelling)]).toEqual([spelling, first]);
  }
  for (const other of [
    { title: 'Groesse' },
    { categories: [] },
    { variants: [{ sku, price: price('1.01') }] },
    { variants: [{ sku, price: price('-1') }] },
  ]) {
    const refusal = await refusalOf(() => send(other));
    expect([other, refusal]).toEqual([other, ['IDEMPOTENCY_CONFLICT idempotencyKey']]);
  }
});

it('bulkUpsertProducts is not answered again to a viewer who no longer manages the catalogue', async () => {
  const { send } = await open();
  const demoted = { ...catalogManager, scopes: new Set<never>() };
  expect(await refusalOf(() => send({}, demoted))).toEqual(['NOT_FOUND idempotencyKey']);
});
