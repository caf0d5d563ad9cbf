import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type catalogManager, execute, listQuery } from '../testing/graph-fixture.ts';
import { type Catalogue, openCatalogue } from '../testing/open-catalogue.ts';

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

describe('a search', () => {
  it.each([
    ['a word in another form', 'jacket', 'harbour-rain-jacket'],
    ['an incomplete word', 'herringb', 'herringbone-scarf'],
    ['several words, the last one incomplete', 'paper pend', 'paper-pendant'],
    ['an SKU', 'BAG-PACK-BLK', 'roll-top-backpack-22-l'],
    ['the beginning of an SKU with digits', 'kit-pan-2', 'cast-iron-skillet'],
    ['a parent category', 'home burrs', 'hand-coffee-grinder'],
    ['a phrase of the description', '"French press"', 'hand-coffee-grinder'],
    ['a value of an option', 'beanie rust', 'ribbed-beanie'],
    ['accented words without their accents', 'creme brulee', 'creme-brulee-set'],
    ['words with superfluous accents', 'Pàper péndant', 'paper-pendant'],
    ['another alphabet, in capitals', 'ЧАЙНИК', 'teapot'],
  ])('a search finds %s', async (_, search, slug) => {
    if (slug === 'creme-brulee-set')
      await shop.create({ title: 'Crème Brûlée Set', status: 'ACTIVE' });
    if (slug === 'teapot') await shop.create({ title: 'Чайник', slug, status: 'ACTIVE' });
    expect(await slugs({ search })).toContain(slug);
  });

  it('a search ranks titles before descriptions and supports exclusion and alternatives', async () => {
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
  ])('a search for %s does not fail', async (search) => {
    expect(Array.isArray(await slugs({ search }))).toBe(true);
  });

  it('a search respects the filter', async () => {
    expect(await slugs({ search: 'wool', filter: { category: 'bedroom' } })).toEqual([
      'wool-throw',
    ]);
  });
});
