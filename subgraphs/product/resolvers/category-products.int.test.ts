import { statementsOf } from '@shop/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { catalogManager, type Data, execute } from '../testing/graph-fixture.ts';
import { type Catalogue, openCatalogue } from '../testing/open-catalogue.ts';

let shop: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue();
});
afterAll(() => shop.close());

type Connection = Data['products'];

const fields = `nodes { id slug title } totalCount facets { kind name values { value count } }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;

/** Reads one list as a field of the category and as a filter of the catalogue. */
async function bothLists(slug: string, args = '', filter = '') {
  const { data, errors } = await execute(
    shop,
    `{
      category(slug: "${slug}") { products(first: 3, filter: { ${filter} } ${args}) { ${fields} } }
      products(first: 3, filter: { category: "${slug}" ${filter} } ${args}) { ${fields} }
    }`,
  );
  expect(errors).toEqual([]);
  const { category, products } = data as Data & { category: { products: Connection } };
  return { own: category.products, filtered: products };
}
/** The categories are a choice in the list of a filter, and fixed in that of a category. */
const withoutCategories = ({ facets, ...page }: Connection) => ({
  ...page,
  facets: facets.filter(({ kind }) => kind !== 'CATEGORY'),
});

it.each([
  ['the newest first', ''],
  ['by price', 'sort: PRICE_ASC'],
  ['by title', 'sort: TITLE'],
  ['with a search', 'search: "cotton or wool or linen or jacket or jeans"'],
  ['the most expensive first', 'sort: PRICE_DESC'],
])('the products of a category are those that a filter by it finds, %s', async (_, args) => {
  const { own, filtered } = await bothLists('clothing', args);
  expect(own.nodes).toHaveLength(3);
  expect(withoutCategories(own)).toEqual(withoutCategories(filtered));
  const next = await bothLists('clothing', `${args} after: "${own.pageInfo.endCursor}"`);
  expect(next.own.nodes).not.toEqual(own.nodes);
  expect(withoutCategories(next.own)).toEqual(withoutCategories(next.filtered));
});

it('facets of a category count its own products only', async () => {
  const { own } = await bothLists('clothing');
  const values = own.facets.find(({ kind }) => kind === 'CATEGORY')?.values ?? [];
  expect(Math.max(...values.map(({ count }) => count))).toBe(own.totalCount);
});

it('filter.category leaves the products of a category that are in that one too', async () => {
  const { data } = await execute(
    shop,
    `{ category(slug: "clothing") {
      inHome: products(filter: { category: "home" }) { totalCount }
      inClothing: products(filter: { category: "clothing" }) { totalCount }
      products { totalCount } productCount } }`,
  );
  const { category } = data as never as { category: Record<string, { totalCount: number }> };
  expect(category['inHome']).toEqual({ totalCount: 0 });
  expect(category['inClothing']).toEqual(category['products']);
  expect(category['products']).toEqual({ totalCount: category['productCount'] });
});

it('drafts of a category are listed to viewers with catalog:write only', async () => {
  const draft = await shop.create({ categories: ['clothing'] });
  const source = (filter: string) =>
    `{ category(slug: "clothing") { products(filter: { ids: ["${draft.id}"] ${filter} }) { nodes { id } } } }`;
  const found = { category: { products: { nodes: [{ id: draft.id }] } } };
  expect((await execute(shop, source(''), {}, catalogManager)).data).toEqual(found);
  expect((await execute(shop, source(''))).data).toEqual({ category: { products: { nodes: [] } } });
  expect((await execute(shop, source('status: [DRAFT]'))).errors).toHaveLength(1);
});

it('the products of all categories take as many statements as those of one', async () => {
  const source = (categories: string) =>
    `{ ${categories} { products(first: 2) { nodes { id } totalCount } } }`;
  const of = (categories: string) =>
    statementsOf(shop.pool, async () =>
      expect((await execute(shop, source(categories))).errors).toEqual([]),
    );
  // The categories, the pages, their products, and the numbers.
  expect(await of('category(slug: "clothing")')).toBe(4);
  expect(await of('categories')).toBe(4);
});
