import { newId } from '@shop/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveProduct } from '../domain/archive-product.ts';
import { catalogManager, execute, listQuery } from '../testing/graph-fixture.ts';
import { type Catalogue, eur, newVariant, openCatalogue } from '../testing/open-catalogue.ts';

let shop: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue();
});
afterAll(() => shop.close());

const list = (variables: Record<string, unknown>, viewer?: typeof catalogManager) =>
  execute(shop, listQuery, variables, viewer);

async function slugs(variables: Record<string, unknown>, viewer?: typeof catalogManager) {
  const { data, errors } = await list({ first: 100, ...variables }, viewer);
  expect(errors).toEqual([]);
  return data?.products.nodes.map(({ slug }) => slug) ?? [];
}

describe('a filter', () => {
  it('a filter by category includes its subcategories', async () => {
    const of = (category: string) => slugs({ filter: { category } });
    const subcategories = await Promise.all(
      ['t-shirts', 'knitwear', 'jackets', 'trousers'].map(of),
    );
    expect((await of('clothing')).sort()).toEqual(subcategories.flat().sort());
    expect(await of('nothing')).toEqual([]);
  });

  it('a filter by price includes both bounds and one currency', async () => {
    const price = (range: object) =>
      slugs({ filter: { price: { currencyCode: 'EUR', ...range }, category: 'bags' } });
    expect((await price({ min: '29', max: '99.00' })).sort()).toEqual([
      'canvas-tote',
      'roll-top-backpack-22-l',
    ]);
    expect(await price({ max: '19' })).toEqual(['cable-pouch']);
    expect(await price({ currencyCode: 'USD' })).toEqual([]);
  });

  it('a filter by options requires one variant that meets all of them', async () => {
    const variant = (colour: string, size: string) =>
      newVariant({
        options: [
          { name: 'Dye', value: colour },
          { name: 'Fit', value: size },
        ],
      });
    const variants = [variant('Red', 'S'), variant('Blue', 'M')];
    const { slug } = await shop.create({ status: 'ACTIVE', variants });
    const with_ = (...options: [string, string[]][]) =>
      slugs({ filter: { options: options.map(([name, values]) => ({ name, values })) } });
    expect(await with_(['Dye', ['Red']])).toEqual([slug]);
    expect(await with_(['Dye', ['Green', 'Blue']], ['Fit', ['M']])).toEqual([slug]);
    expect(await with_(['Dye', ['Red']], ['Fit', ['M']])).toEqual([]);
  });

  it('filters by ids and SKUs ignore unknown and invalid ones', async () => {
    const { id, slug, variants } = await shop.create({ status: 'ACTIVE' });
    expect(await slugs({ filter: { ids: [id, newId(), 'nonsense'] } })).toEqual([slug]);
    const skus = [variants[0]?.sku, 'NONE', 'no sku', 'KIT-KNIFE'];
    expect((await slugs({ filter: { skus } })).sort()).toEqual(['chef-s-knife-20-cm', slug]);
  });

  it('a filter by other statuses than ACTIVE requires catalog:write', async () => {
    const draft = await shop.create();
    const archived = await shop.create({ status: 'ACTIVE' });
    await archiveProduct(shop.products, undefined, { productId: archived.id });
    const filter = { ids: [draft.id, archived.id] };
    expect(await slugs({ filter })).toEqual([]);
    expect(await slugs({ filter }, catalogManager)).toEqual([archived.slug, draft.slug]);
    const status = (...statuses: string[]) => ({ filter: { ...filter, status: statuses } });
    expect(await slugs(status('DRAFT'), catalogManager)).toEqual([draft.slug]);
    expect(await slugs(status('DRAFT', 'ARCHIVED'), catalogManager)).toHaveLength(2);
    expect(await slugs(status('ACTIVE'))).toEqual([]);
    expect((await list(status('DRAFT'))).errors).toEqual(['Sign in first.']);
    const customer = { ...catalogManager, scopes: new Set<never>() };
    expect((await list(status('DRAFT'), customer)).errors).toEqual(['You may not do this.']);
  });
});

describe('a sorted list', () => {
  beforeAll(async () => {
    // Equal in all but the id, which alone decides their order.
    const now = new Date();
    const twins = { title: 'Zwilling', status: 'ACTIVE' as const, description: 'linen' };
    for (let n = 0; n < 12; n++) {
      await shop.create(
        { ...twins, slug: `zwilling-${n}`, variants: [newVariant({ price: eur('49') })] },
        now,
      );
    }
    const yen = { amount: '4900', currencyCode: 'JPY' };
    await shop.create({
      ...twins,
      title: 'éclair',
      slug: 'eclair',
      variants: [newVariant({ price: yen })],
    });
  });

  const readPage = async (variables: Record<string, unknown>) => {
    const { data, errors } = await list(variables);
    expect(errors).toEqual([]);
    if (!data) throw new Error('no data');
    return data.products;
  };

  const readForward = async (variables: Record<string, unknown>): Promise<string[]> => {
    const found: string[] = [];
    for (let after: string | undefined; ; ) {
      const { nodes, pageInfo } = await readPage({ ...variables, first: 7, after });
      found.push(...nodes.map(({ slug }) => slug));
      if (!pageInfo.hasNextPage) return found;
      after = pageInfo.endCursor;
    }
  };

  const readBackward = async (variables: Record<string, unknown>): Promise<string[]> => {
    const found: string[] = [];
    for (let before: string | undefined; ; ) {
      const { nodes, pageInfo } = await readPage({ ...variables, last: 7, before });
      found.unshift(...nodes.map(({ slug }) => slug));
      if (!pageInfo.hasPreviousPage) return found;
      before = pageInfo.startCursor;
    }
  };

  it.each([
    ['NEWEST', {}],
    ['PRICE_ASC', {}],
    ['PRICE_DESC', {}],
    ['TITLE', {}],
    ['RELEVANCE', { search: 'linen' }],
    ['PRICE_ASC', { search: 'linen' }],
  ])('pages sorted by %s have the same products forward and backward', async (sort, change) => {
    const all = await slugs({ sort, ...change });
    expect(all.length).toBeGreaterThan(14);
    expect(await readForward({ sort, ...change })).toEqual(all);
    expect(await readBackward({ sort, ...change })).toEqual(all);
  });

  it('lists are sorted by title and by price', async () => {
    const byTitle = await slugs({ sort: 'TITLE' });
    expect(byTitle.indexOf('dot-grid-notebook')).toBeLessThan(byTitle.indexOf('eclair'));
    expect(byTitle.indexOf('eclair')).toBeLessThan(byTitle.indexOf('felted-wool-slippers'));
    const cheap = await slugs({ sort: 'PRICE_ASC', filter: { category: 'bags' } });
    expect(cheap).toEqual(['cable-pouch', 'canvas-tote', 'roll-top-backpack-22-l', 'weekender']);
    const dear = await slugs({ sort: 'PRICE_DESC', filter: { category: 'bags' } });
    expect(dear).toEqual(cheap.toReversed());
    expect((await slugs({ sort: 'PRICE_ASC' })).at(-1)).toBe('eclair');
  });

  it('the next page is not affected by products that are added', async () => {
    const first = await list({ first: 3 });
    const after = first.data?.products.pageInfo.endCursor;
    const expected = (await slugs({ first: 6 })).slice(3);
    await shop.create({ status: 'ACTIVE' });
    expect(await slugs({ first: 3, after })).toEqual(expected);
  });
});
