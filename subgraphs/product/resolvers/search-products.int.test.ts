import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, openCatalogue } from '../testing/database.ts';
import { type keeper, listQuery, run } from '../testing/graph.ts';

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

describe('a search', () => {
  it.each([
    ['a word in another form', 'jacket', 'harbour-rain-jacket'],
    ['a word that is being typed', 'herringb', 'herringbone-scarf'],
    ['several words, the last one being typed', 'paper pend', 'paper-pendant'],
    ['an SKU', 'BAG-PACK-BLK', 'roll-top-backpack-22-l'],
    ['the beginning of an SKU with digits', 'kit-pan-2', 'cast-iron-skillet'],
    ['a category above', 'home burrs', 'hand-coffee-grinder'],
    ['words of the text', '"French press"', 'hand-coffee-grinder'],
    ['a value of an option', 'beanie rust', 'ribbed-beanie'],
    ['no accents where there are some', 'creme brulee', 'creme-brulee-set'],
    ['accents where there are none', 'Pàper péndant', 'paper-pendant'],
    ['another alphabet, in capitals', 'ЧАЙНИК', 'teapot'],
  ])('finds %s', async (_, search, slug) => {
    if (slug === 'creme-brulee-set')
      await shop.create({ title: 'Crème Brûlée Set', status: 'ACTIVE' });
    if (slug === 'teapot') await shop.create({ title: 'Чайник', slug, status: 'ACTIVE' });
    expect(await slugs({ search })).toContain(slug);
  });

  it('puts a title before a text, and leaves out what is not wanted', async () => {
    const found = await slugs({ search: 'linen' });
    expect(found.slice(0, 2).sort()).toEqual([
      'linen-drawstring-trousers',
      'washed-linen-duvet-set',
    ]);
    expect(await slugs({ search: 'linen -trousers' })).not.toContain('linen-drawstring-trousers');
    expect(await slugs({ search: 'kettle or pendant' })).toHaveLength(2);
  });

  it.each([
    '!!!',
    "' OR 1=1 --",
    '(((',
    'a & | !',
    '⑴',
    '½',
    ':*',
    '\\',
    '%',
    '🫖',
    '-',
    '"',
    '""',
    'the',
  ])('for %s answers', async (search) => {
    expect(Array.isArray(await slugs({ search }))).toBe(true);
  });

  it('keeps to the filter', async () => {
    expect(await slugs({ search: 'wool', filter: { category: 'bedroom' } })).toEqual([
      'wool-throw',
    ]);
  });
});
