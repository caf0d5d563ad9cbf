import { newId } from '@shop/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveProduct } from '../domain/archive-product.ts';
import { type Catalogue, eur, newVariant, openCatalogue } from '../testing/database.ts';
import { keeper, listQuery, run } from '../testing/graph.ts';

let shop: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue();
});
afterAll(() => shop.close());

const list = (variables: Record<string, unknown>, viewer?: typeof keeper) =>
  run(shop, listQuery, variables, viewer);

async function slugs(variables: Record<string, unknown>, viewer?: typeof keeper) {
  const { data, errors } = await list({ first: 100, ...variables }, viewer);
  expect(errors).toEqual([]);
  return data?.products.nodes.map(({ slug }) => slug) ?? [];
}

describe('a filter', () => {
  it('by category counts those below', async () => {
    const of = (category: string) => slugs({ filter: { category } });
    const below = await Promise.all(['t-shirts', 'knitwear', 'jackets', 'trousers'].map(of));
    expect((await of('clothing')).sort()).toEqual(below.flat().sort());
    expect(await of('nothing')).toEqual([]);
  });

  it('by price counts both ends, in its currency', async () => {
    const price = (range: object) =>
      slugs({ filter: { price: { currencyCode: 'EUR', ...range }, category: 'bags' } });
    expect((await price({ min: '29', max: '99.00' })).sort()).toEqual([
      'canvas-tote',
      'roll-top-backpack-22-l',
    ]);
    expect(await price({ max: '19' })).toEqual(['cable-pouch']);
    expect(await price({ currencyCode: 'USD' })).toEqual([]);
  });

  it('by options wants one variant that has them all', async () => {
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

  it('by ids and SKUs finds these', async () => {
    const { id, slug, variants } = await shop.create({ status: 'ACTIVE' });
    expect(await slugs({ filter: { ids: [id, newId(), 'nonsense'] } })).toEqual([slug]);
    const skus = [variants[0]?.sku, 'NONE', 'no sku', 'KIT-KNIFE'];
    expect((await slugs({ filter: { skus } })).sort()).toEqual(['chef-s-knife-20-cm', slug]);
  });

  it('by status is for keepers; others see what is on sale', async () => {
    const draft = await shop.create();
    const archived = await shop.create({ status: 'ACTIVE' });
    await archiveProduct(shop.products, { productId: archived.id });
    const filter = { ids: [draft.id, archived.id] };
    expect(await slugs({ filter })).toEqual([]);
    expect(await slugs({ filter }, keeper)).toEqual([archived.slug, draft.slug]);
    const status = (...wanted: string[]) => ({ filter: { ...filter, status: wanted } });
    expect(await slugs(status('DRAFT'), keeper)).toEqual([draft.slug]);
    expect(await slugs(status('DRAFT', 'ARCHIVED'), keeper)).toHaveLength(2);
    expect(await slugs(status('ACTIVE'))).toEqual([]);
    expect((await list(status('DRAFT'))).errors).toEqual(['You may not do this.']);
  });
});

describe('a sorted list', () => {
  beforeAll(async () => {
    // Alike in all but the id, so that only it can tell them apart.
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

  const walk = async (variables: Record<string, unknown>, backward = false) => {
    const ids: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const place = backward ? { last: 7, before: cursor } : { first: 7, after: cursor };
      const { data, errors } = await list({ ...variables, ...place });
      expect(errors).toEqual([]);
      if (!data) throw new Error('no data');
      const { nodes, pageInfo } = data.products;
      const page = nodes.map(({ slug }) => slug);
      if (backward) ids.unshift(...page);
      else ids.push(...page);
      if (!pageInfo[backward ? 'hasPreviousPage' : 'hasNextPage']) return ids;
      cursor = pageInfo[backward ? 'startCursor' : 'endCursor'];
    }
  };

  it.each([
    ['NEWEST', {}],
    ['PRICE_ASC', {}],
    ['PRICE_DESC', {}],
    ['TITLE', {}],
    ['RELEVANCE', { search: 'linen' }],
    ['PRICE_ASC', { search: 'linen' }],
  ])('by %s is the same in pages, forward and back', async (sort, change) => {
    const all = await slugs({ sort, ...change });
    expect(all.length).toBeGreaterThan(14);
    expect(await walk({ sort, ...change })).toEqual(all);
    expect(await walk({ sort, ...change }, true)).toEqual(all);
  });

  it('is ordered as it says', async () => {
    const byTitle = await slugs({ sort: 'TITLE' });
    expect(byTitle.indexOf('dot-grid-notebook')).toBeLessThan(byTitle.indexOf('eclair'));
    expect(byTitle.indexOf('eclair')).toBeLessThan(byTitle.indexOf('felted-wool-slippers'));
    const cheap = await slugs({ sort: 'PRICE_ASC', filter: { category: 'bags' } });
    expect(cheap).toEqual(['cable-pouch', 'canvas-tote', 'roll-top-backpack-22-l', 'weekender']);
    const dear = await slugs({ sort: 'PRICE_DESC', filter: { category: 'bags' } });
    expect(dear).toEqual(cheap.toReversed());
    expect((await slugs({ sort: 'PRICE_ASC' })).at(-1)).toBe('eclair');
  });

  it('goes on where it was while products are added', async () => {
    const first = await list({ first: 3 });
    const after = first.data?.products.pageInfo.endCursor;
    const expected = (await slugs({ first: 6 })).slice(3);
    await shop.create({ status: 'ACTIVE' });
    expect(await slugs({ first: 3, after })).toEqual(expected);
  });
});
