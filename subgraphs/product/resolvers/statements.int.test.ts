import { statementsOf } from '@shop/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { catalogManager, execute } from '../testing/graph-fixture.ts';
import { type Catalogue, openCatalogue } from '../testing/open-catalogue.ts';

let shop: Catalogue;
beforeAll(async () => {
  // Loads of two branches share a statement when they meet, which must not depend on which response arrives first.
  shop = await openCatalogue({ connections: 1 });
});
afterAll(() => shop.close());

const statements = (source: string, variables = {}, viewer?: typeof catalogManager) =>
  statementsOf(shop.pool, async () =>
    expect((await execute(shop, source, variables, viewer)).errors).toEqual([]),
  );

const product = /* GraphQL */ `
  fragment Card on Product {
    id
    title
    inStock
    images { url alt position }
    options { name values }
    priceRange { min { amount } max { amount } }
    categories { slug parent { slug } ancestors { slug } children { slug } productCount }
    variants { id sku price { amount } lowestPrice30Days { amount } priorPrice { amount } product { slug } }
  }
`;
const list = `${product} query ($first: Int!) { products(first: $first) { nodes { ...Card } } }`;
const entities = `${product} query ($keys: [_Any!]!) {
  _entities(representations: $keys) {
    ... on ProductVariant { id title product { ...Card } }
    ... on Category { slug productCount }
  }
}`;

// The page, its products, the category tree, products in categories, prices of variants, and the products that
// variants belong to.
const fixed = 6;

it('a list of 20 products takes as many statements as a list of 2', async () => {
  const of = (first: number) => statements(list, { first });
  expect(await of(2)).toBe(fixed);
  expect(await of(20)).toBe(fixed);
});

it('price histories of 20 products take one statement, and their counts another', async () => {
  const query = `query ($first: Int!) { products(first: $first) {
    nodes { variants { priceHistory(first: 1) { nodes { validFrom } totalCount } } }
  } }`;
  const of = (first: number) => statements(query, { first }, catalogManager);
  expect(await of(1)).toBe(4);
  expect(await of(20)).toBe(4);
});

it('totalCount and facets are counted only when selected', async () => {
  const query = (fields: string) => `{ products(first: 5, search: "wool") { ${fields} } }`;
  const of = (fields: string) => statements(query(fields));
  expect(await of('nodes { id }')).toBe(2);
  expect(await of('nodes { id } totalCount')).toBe(3);
  expect(await of('nodes { id } facets { kind }')).toBe(7);
});

it('30 references from other subgraphs take as many statements as 2', async () => {
  const orderBy = { id: 'asc' } as const;
  const variants = await shop.prisma.productVariant.findMany({ take: 30, orderBy });
  const categories = await shop.prisma.category.findMany({ take: 10, orderBy });
  const keys = [
    ...variants.map(({ id }, n) => ({ n, __typename: 'ProductVariant', id })),
    ...categories.map(({ id }, n) => ({ n, __typename: 'Category', id })),
  ];
  const of = (count: number) => {
    const some = keys.filter(({ n }) => n < count).map(({ n: _, ...key }) => key);
    return statements(entities, { keys: some }, catalogManager);
  };
  expect([await of(2), await of(30)]).toEqual([fixed, fixed]);
});
