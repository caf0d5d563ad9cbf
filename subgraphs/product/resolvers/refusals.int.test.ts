import { declaredRefusals, refusedOperation } from '@shop/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { catalogManager, execute } from '../testing/graph-fixture.ts';
import { type Catalogue, openCatalogue } from '../testing/open-catalogue.ts';
import { bulkRefusals } from '../testing/refusals/bulk-refusals.ts';
import { categoryRefusals } from '../testing/refusals/category-refusals.ts';
import { productRefusals } from '../testing/refusals/product-refusals.ts';
import { variantRefusals } from '../testing/refusals/variant-refusals.ts';

let shop: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue({ seeded: false });
});
afterAll(() => shop.close());

/** What is selected beside `userErrors`. */
const selections: Readonly<Record<string, string>> = {
  addVariant: 'product { id } variant { id }',
  updateVariant: 'product { id } variant { id }',
  removeVariant: 'product { id } removedVariantId',
  setVariantPrice: 'product { id } variant { id }',
  createCategory: 'category { id }',
  updateCategory: 'category { id }',
  bulkUpsertProducts: 'results { index userErrors { code message details { __typename } } }',
};

type Payload = { readonly userErrors: readonly { readonly code: string }[] };

const allCases = () => ({
  ...productRefusals(shop),
  ...variantRefusals(shop),
  ...categoryRefusals(shop),
  ...bulkRefusals(shop),
});

it('every code that a mutation declares is tested below', () => {
  expect(Object.keys(allCases()).sort()).toEqual(declaredRefusals('product.graphql'));
});

it.each(Object.keys(allCases()))(
  '%s: the payload has the objects as they are now',
  async (name) => {
    const [mutation = '', code] = name.split(' ');
    const { input, now, viewer = catalogManager } = (await allCases()[name]?.()) ?? {};
    const operation = refusedOperation(mutation, selections[mutation] ?? 'product { id }');
    const { data, errors } = await execute(shop, operation, { input }, viewer);
    expect(errors).toEqual([]);
    const { userErrors, ...payload } = (data as never as Record<string, Payload>)[mutation] ?? {};
    const rows = (payload as { results?: readonly Payload[] | null }).results ?? [];
    const reasons = [...(userErrors ?? []), ...rows.flatMap((row) => row.userErrors)];
    expect([...new Set(reasons.map((reason) => reason.code))]).toEqual([code]);
    expect(payload).toMatchObject(now ?? {});
  },
);
