import { createHash } from 'node:crypto';
import { newId } from '@shop/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogManager, execute, listQuery } from '../testing/graph-fixture.ts';
import { type Catalogue, openCatalogue } from '../testing/open-catalogue.ts';

let shop: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue();
});
afterAll(() => shop.close());

const list = (variables: Record<string, unknown>, viewer?: typeof catalogManager) =>
  execute(shop, listQuery, variables, viewer);

describe('the arguments of a list', () => {
  const forge = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  const id = newId();
  const ofWool = createHash('sha256').update('wool').digest('base64url').slice(0, 8);
  const ranked = (rank: string) => forge(`products:RELEVANCE:${ofWool}`, '1', rank, id);
  const price = (range: object) => ({ filter: { price: { currencyCode: 'EUR', ...range } } });
  const many = (count: number) => Array(count).fill('x');
  it.each<[string, Record<string, unknown>, string | RegExp]>([
    ['a page of 0 items', { first: 0 }, 'A page has 1 to 100 items.'],
    ['a page of -1 items', { first: -1 }, 'A page has 1 to 100 items.'],
    ['a page of 101 items', { first: 101 }, 'A page has 1 to 100 items.'],
    ['a backward page of 101 items', { last: 101 }, 'A page has 1 to 100 items.'],
    ['both directions', { first: 1, last: 1 }, 'Give `first` or `last`, not both.'],
    ['both cursors', { after: 'a', before: 'b' }, 'Give `after` or `before`, not both.'],
    ['an invalid cursor', { after: '💥' }, /does not belong/],
    ['a cursor of another list', { after: forge('users', id) }, /does not belong/],
    ['a cursor of another sort', { after: forge('products:TITLE', 'a', id) }, /does not belong/],
    [
      'a cursor with an invalid time',
      { after: forge('products:NEWEST', 'noon', id) },
      /does not belong/,
    ],
    [
      'a cursor with the time 2026',
      { after: forge('products:NEWEST', '2026', id) },
      /does not belong/,
    ],
    [
      'a cursor with an invalid id',
      { after: forge('products:NEWEST', new Date().toISOString(), 'x') },
      /does not belong/,
    ],
    [
      'a cursor with half a key',
      { after: forge('products:NEWEST', new Date().toISOString()) },
      /does not belong/,
    ],
    [
      'a cursor with a time of the year 0000',
      { after: forge('products:NEWEST', '0000-01-01T00:00:00.000Z', id) },
      /does not belong/,
    ],
    [
      'a cursor with a rank that is too small',
      { search: 'wool', after: ranked('1e-99') },
      /does not belong/,
    ],
    [
      'a cursor with a rank that is too large',
      { search: 'wool', after: ranked('1e99') },
      /does not belong/,
    ],
    [
      'a cursor with a NUL',
      { sort: 'TITLE', after: forge('products:TITLE', '\u0000', id) },
      /does not belong/,
    ],
    [
      'a cursor with broken Unicode',
      { sort: 'TITLE', after: forge('products:TITLE', '\ud800', id) },
      /does not belong/,
    ],
    [
      'a cursor with a huge price',
      { sort: 'PRICE_ASC', after: forge('products:PRICE_ASC', 'EUR', '9'.repeat(30), id) },
      /does not belong/,
    ],
    [
      'RELEVANCE without a search',
      { sort: 'RELEVANCE' },
      '`sort` must not be RELEVANCE without a search.',
    ],
    ['an empty search', { search: ' ' }, '`search` must not be empty.'],
    ['a long search', { search: 'x'.repeat(101) }, '`search` must have at most 100 characters.'],
    [
      'a control character in the search',
      { search: 'a\u0007' },
      '`search` must be one line without control characters.',
    ],
    [
      'a price below 0',
      price({ min: '-1' }),
      '`filter.price.min` must be an amount from 0 to 1000000 in EUR.',
    ],
    ['a fraction of a cent', price({ max: '0.001' }), /filter\.price\.max/],
    ['a price that is too high', price({ max: '999999999999999999' }), /filter\.price\.max/],
    [
      'a minimum above the maximum',
      price({ min: '2', max: '1' }),
      '`filter.price.max` must not be below min.',
    ],
    [
      'a long slug of a category',
      { filter: { category: 'x'.repeat(121) } },
      '`filter.category` must have at most 120 characters.',
    ],
    [
      'a long SKU',
      { filter: { skus: ['x', 'x'.repeat(41)] } },
      '`filter.skus.1` must have at most 40 characters.',
    ],
    ['no ids', { filter: { ids: [] } }, '`filter.ids` must not be empty.'],
    ['101 ids', { filter: { ids: many(101) } }, '`filter.ids` must have at most 100 entries.'],
    ['101 SKUs', { filter: { skus: many(101) } }, '`filter.skus` must have at most 100 entries.'],
    [
      'no values',
      { filter: { options: [{ name: 'a', values: [] }] } },
      /`filter\.options\.0\.values`/,
    ],
    [
      'a NUL in a value',
      { filter: { options: [{ name: 'a', values: ['\u0000'] }] } },
      /`filter\.options\.0\.values\.0`/,
    ],
    [
      'one option twice',
      {
        filter: {
          options: [
            { name: 'a', values: ['b'] },
            { name: 'a', values: ['c'] },
          ],
        },
      },
      '`filter.options` must have different names.',
    ],
    ['no statuses', { filter: { status: [] } }, '`filter.status` must not be empty.'],
  ])('a list of products with %s is refused with a message', async (_, variables, message) => {
    const { data, errors } = await list(variables, catalogManager);
    expect(data?.products ?? null).toBeNull();
    expect(errors).toEqual([
      typeof message === 'string' ? message : expect.stringMatching(message),
    ]);
  });

  it.each(['0', '1', '0.06079271', '1e-20', '1.2345679e-05'])(
    'a cursor with the rank %s is accepted',
    async (rank) => {
      expect((await list({ search: 'wool', after: ranked(rank) })).errors).toEqual([]);
    },
  );

  it('a cursor of the price history of one variant is refused for another', async () => {
    const query = `query ($after: String) { products(first: 2) {
      nodes { variants { priceHistory(after: $after) { pageInfo { endCursor } } } }
    } }`;
    const after = forge(`prices:${id}`, new Date().toISOString(), id);
    const { errors } = await execute(shop, query, { after }, catalogManager);
    expect([...new Set(errors)]).toEqual(['The cursor does not belong to this list.']);
  });

  it('a cursor of one search is refused for other lists', async () => {
    const { data } = await list({ search: 'wool', first: 1 });
    const after = data?.products.pageInfo.endCursor;
    expect((await list({ search: 'wool', after })).errors).toEqual([]);
    for (const other of [{ search: 'linen' }, {}, { sort: 'TITLE' }]) {
      expect((await list({ ...other, after })).errors).toEqual([
        'The cursor does not belong to this list.',
      ]);
    }
  });
});
