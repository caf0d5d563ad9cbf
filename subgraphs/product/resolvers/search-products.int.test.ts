import { testLocales } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCategory } from '../domain/create-category.ts';
import { type catalogManager, execute, listQuery } from '../testing/graph-fixture.ts';
import { type Catalogue, newVariant, openCatalogue } from '../testing/open-catalogue.ts';

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

/** Titles, and searches that find them. Every word is in one title only. */
const cutWords: readonly (readonly [string, ...string[]])[] = [
  ['Salz/Pfeffer Mühle', 'pfeffer', 'salz pfeffer', 'muehle/salz pfeffer or mühle'],
  ['Levi’s “Best” Jeans', 'best', "levi's jeans", 'levi’s jeans', 'best jeans', '"best jeans"'],
  ['Tee—Blue', 'blue', 'tee blue', 'tee—blue'],
  ['Lego® Set', 'lego set', 'LEGO®'],
  ['Nylon™ Bag', 'nylon bag', 'nylon™'],
  ['No.5 Parfum', '5', 'no 5 parfum', 'no.5'],
  ['Hose 10-12', '12', '10-12', 'hose 10'],
  ['www.shopzz.com Mug', 'shopzz', 'shopzz.com', 'WWW.ShopZZ'],
  ['mail me@boxzz.example', 'boxzz', 'me@boxzz.example'],
  ['Große Straße', 'strasse', 'STRASSE', 'GROẞE', 'große'],
  ['Smørrebrød', 'smorrebrod', 'smørrebrød', 'SMØRREBRØD'],
  ['हिन्दी', 'हिन्', 'हिन्दी'],
  ['İstanbul ILIK ısı', 'istanbul', 'ISTANBUL', 'ilik isi'],
  ['Re\u0301d Sho\u0301rts', 'r\u00e9d', 'red', 'sho\u0301rts', 'SHORTS'],
  ['Ελλάς Χώρα', 'ελλας', 'ΕΛΛΆΣ', 'χωρα'],
  ['Чайник-заварник', 'ЗАВАРНИК', 'чайник'],
];

/** A variant whose SKU has no digits, which titles may have. */
const lettered = (index: number) => newVariant({ sku: `VAR-${'X'.repeat(index + 1)}` });

/** Products with words elsewhere than in their titles. */
const elsewhere = {
  'in-a-description': { variants: [lettered(30)], description: 'Mit Wein/Essig…\nund “Öl”' },
  'in-an-option': {
    variants: [{ ...lettered(31), options: [{ name: 'Farbe', value: 'Weiß/Zwölf-34' }] }],
  },
  'in-an-sku': { variants: [newVariant({ sku: 'QQ-77' })] },
};

const facetQuery = /* GraphQL */ `
  query ($search: String) {
    products(search: $search, first: 100) {
      nodes { slug }
      totalCount
      facets { kind values { count } }
    }
  }
`;

describe.each(testLocales)('in a database with the locale %s', (locale) => {
  let other: Catalogue;
  beforeAll(async () => {
    other = await openCatalogue({ seeded: false, locale });
    for (const [index, [title]] of cutWords.entries()) {
      await other.create({
        title,
        slug: `title-${index}`,
        status: 'ACTIVE',
        variants: [lettered(index)],
      });
    }
    for (const [slug, change] of Object.entries(elsewhere)) {
      await other.create({ title: '+', slug, status: 'ACTIVE', ...change });
    }
    await createCategory(other.categories, undefined, { name: 'Käse/Öl “Deli”', slug: 'deli' });
    await other.create({
      title: '-',
      slug: 'in-a-category',
      status: 'ACTIVE',
      categories: ['deli'],
      variants: [lettered(32)],
    });
  });
  afterAll(() => other.close());

  const find = async (search: string) => {
    const { data, errors } = await execute(other, listQuery, { search, first: 100 });
    expect(errors).toEqual([]);
    return data?.products.nodes.map(({ slug }) => slug);
  };

  it.each(cutWords.map(([title, ...searches], index) => ({ title, searches, index })))(
    'the title $title is found by each of its words',
    async ({ searches, index }) => {
      for (const search of searches)
        expect([search, await find(search)]).toEqual([search, [`title-${index}`]]);
    },
  );

  it.each([
    ['in-a-description', 'essig'],
    ['in-a-description', 'wein-essig'],
    ['in-an-option', 'weiss'],
    ['in-an-option', 'zwolf 34'],
    ['in-an-sku', 'QQ-77'],
    ['in-an-sku', 'qq'],
    ['in-a-category', 'kase'],
    ['in-a-category', 'ÖL deli'],
  ])('the product %s is found by %s', async (slug, search) => {
    expect(await find(search)).toEqual([slug]);
  });
});

describe('typing mistakes', () => {
  let other: Catalogue;
  beforeAll(async () => {
    other = await openCatalogue({ seeded: false });
    const titles = [
      'Plain T-Shirts',
      'Cotton Cloth',
      'Cottn Brand',
      'Herringbone Scarf',
      'Чайники',
      'Wood 12345',
      'Mood Star',
    ];
    for (const [index, title] of titles.entries()) {
      await other.create({ title, slug: `no-${index}`, status: 'ACTIVE' });
    }
  });
  afterAll(() => other.close());

  const find = async (search: string) => {
    const { data, errors } = await execute(other, facetQuery, { search });
    expect(errors).toEqual([]);
    const nodes = data?.products.nodes.map(({ slug }) => slug) ?? [];
    // The list, its count and its facets are of the same products.
    expect(data?.products.totalCount).toBe(nodes.length);
    const stock = data?.products.facets.find(({ kind }) => kind === 'IN_STOCK')?.values ?? [];
    expect(stock.reduce((sum, { count }) => sum + count, 0)).toBe(nodes.length);
    return nodes;
  };

  it.each([
    ['a missing hyphen', 'tshirt', ['no-0']],
    ['a missing letter, after what matches exactly', 'cottn', ['no-2', 'no-1']],
    ['an added letter', 'shirrts', ['no-0']],
    ['a wrong letter', 'clotj', ['no-1']],
    ['swapped letters', 'sacrf', ['no-3']],
    ['two mistakes in a long word', 'heringbonne', ['no-3']],
    ['a mistake in each word', 'herrngbone scraf', ['no-3']],
    ['another alphabet', 'чайинки', ['no-4']],
    ['too many mistakes', 'hrrngbn', []],
    ['a short word that nothing begins with', 'scrf', ['no-3']],
    ['a short word that is known', 'wood', ['no-5']],
    ['a short word that is incomplete', 'scar', ['no-3']],
    ['a word of three letters', 'wod', []],
    ['a number', '12354', []],
    ['a phrase', '"cottn cloth"', []],
    ['an excluded word', 'cotton -clotj', ['no-1', 'no-2']],
  ])('a search with %s (%s) finds %j', async (_, search, found) => {
    expect(await find(search)).toEqual(found);
  });

  it('pages of a search with typing mistakes join without a gap', async () => {
    const seen: (string | undefined)[] = [];
    let after: string | undefined;
    do {
      const { data, errors } = await execute(other, listQuery, {
        search: 'cottn',
        first: 1,
        after,
      });
      expect(errors).toEqual([]);
      seen.push(...(data?.products.nodes.map(({ slug }) => slug) ?? []));
      const { hasNextPage = false, endCursor } = data?.products.pageInfo ?? {};
      after = hasNextPage ? endCursor : undefined;
    } while (after);
    expect(seen).toEqual(['no-2', 'no-1']);
  });
});
