import { newId } from '@shop/domain';
import { newEvent } from '@shop/schema';
import { createSqlDatabase } from '@shop/service/postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectStock } from '../domain/project-stock.ts';
import { createStockStore } from '../prisma/stock-store.ts';
import { catalogManager, execute } from '../testing/graph-fixture.ts';
import { type Catalogue, eur, newVariant, openCatalogue } from '../testing/open-catalogue.ts';

let shop: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue();
  const variant = (colour: string, size: string, amount: string) =>
    newVariant({
      options: [
        { name: 'Dye', value: colour },
        { name: 'Fit', value: size },
      ],
      price: eur(amount),
    });
  const common = { status: 'ACTIVE' as const, categories: ['kitchen'], description: 'facetted' };
  const [red] = (
    await shop.create({
      ...common,
      variants: [variant('Red', 'S', '10'), variant('Blue', 'M', '30')],
    })
  ).variants;
  await shop.create({ ...common, variants: [variant('Red', 'M', '20')] });
  await shop.create({ ...common, categories: ['bedroom'], variants: [variant('Blue', 'L', '40')] });
  await shop.create({ ...common, status: 'DRAFT', variants: [variant('Red', 'M', '99')] });
  const data = { variantId: red?.id ?? newId(), onHand: 3, reserved: 1 };
  const fact = { type: 'stock.changed.v1', subject: data.variantId, data } as const;
  const { id, time } = newEvent('inventory', fact, { correlationId: 'test' });
  await projectStock(createStockStore(createSqlDatabase(shop.pool)), { id, time, data });
});
afterAll(() => shop.close());

const query = /* GraphQL */ `
  query ($filter: ProductFilter) {
    products(search: "facetted", filter: $filter, first: 1) {
      nodes { id }
      totalCount
      facets { kind name values { value label count priceRange { min { amount } max { amount } } } }
    }
  }
`;

/** Returns the counts by facet, such as `OPTION Dye` -> `{ Red: 2, Blue: 2 }`. */
async function facets(filter: object, viewer?: typeof catalogManager) {
  const { data, errors } = await execute(shop, query, { filter }, viewer);
  expect(errors).toEqual([]);
  return Object.fromEntries(
    (data?.products.facets ?? []).map(({ kind, name, values }) => [
      name ? `${kind} ${name}` : kind,
      Object.fromEntries(values.map(({ value, count }) => [value, count])),
    ]),
  );
}

const option = (name: string, ...values: string[]) => ({ name, values });

it('facets count the matching products that the viewer may see', async () => {
  expect(await facets({})).toEqual({
    CATEGORY: { home: 3, kitchen: 2, bedroom: 1 },
    'OPTION Dye': { Red: 2, Blue: 2 },
    'OPTION Fit': { M: 2, S: 1, L: 1 },
    PRICE: { EUR: 3 },
    IN_STOCK: { true: 1, false: 2 },
  });
  expect((await facets({}, catalogManager))['CATEGORY']).toMatchObject({ kitchen: 3 });
});

it('a facet is counted without its own part of the filter', async () => {
  const price = { currencyCode: 'EUR', max: '15' };
  expect(await facets({ category: 'kitchen', price })).toEqual({
    CATEGORY: { home: 1, kitchen: 1 },
    'OPTION Dye': { Red: 1, Blue: 1 },
    'OPTION Fit': { M: 1, S: 1 },
    PRICE: { EUR: 2 },
    IN_STOCK: { true: 1, false: 0 },
  });
  expect((await facets({ inStock: true }))['IN_STOCK']).toEqual({ true: 1, false: 2 });
});

it('the count of an option is the number of products that match with it', async () => {
  const chosen = await facets({ options: [option('Dye', 'Red')] });
  expect(chosen['OPTION Dye']).toEqual({ Red: 2, Blue: 2 });
  // The blue one of the first product comes in M, the red one does not.
  expect(chosen['OPTION Fit']).toEqual({ S: 1, M: 1 });
  for (const [value, count] of Object.entries(chosen['OPTION Fit'] ?? {})) {
    const filter = { options: [option('Dye', 'Red'), option('Fit', value)] };
    const { data } = await execute(shop, query, { filter });
    expect(data?.products.totalCount).toBe(count);
  }
  // Red is in stock, blue is not.
  const buyable = await facets({ options: [option('Dye', 'Blue')] });
  expect(buyable['IN_STOCK']).toEqual({ true: 0, false: 1 });
  expect((await facets({ inStock: true }))['OPTION Dye']).toEqual({ Red: 1 });
});

it('a list that cannot match anything has no facets', async () => {
  expect(await facets({ category: 'nothing' })).toEqual({});
});
