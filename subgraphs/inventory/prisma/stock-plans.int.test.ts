import type { PageRequest } from '@shop/domain';
import { analyzeAllRows, explain, withoutStatistics } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StockFilter, StockSort } from '../domain/ports.ts';
import { openStock } from '../testing/open-stock.ts';
import { movementsQuery, pageQuery } from './stock-lists.ts';

const count = 100_000;
const page = 21;
const first: PageRequest = { size: page - 1, backward: false, cursor: undefined };
const idOf = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
let stock: Awaited<ReturnType<typeof openStock>>;

/**
 * One variant in a hundred is low, one in a thousand is removed. Half of the 500,000 movements are of the first variant.
 */
beforeAll(async () => {
  stock = await openStock();
  await stock.pool.query(`
    INSERT INTO stock (variant_id, sku, removed, on_hand, reserved)
    SELECT ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'SKU-' || lpad(n::text, 6, '0'),
      n % 1000 = 1, CASE n % 100 WHEN 0 THEN n / 100 % 6 ELSE 10 + n * 7919 % 1000 END, 0
    FROM generate_series(1, ${count}) n;
    INSERT INTO stock_movements (variant_id, kind, on_hand_delta, reserved_delta, reason)
    SELECT ('01900000-0000-7000-8000-' || lpad((CASE WHEN n % 2 = 0 THEN 1 ELSE n % 1000 END)::text, 12, '0'))::uuid,
      'RECEIVE', 1, 0, 'test'
    FROM generate_series(1, 500000) n`);
  await analyzeAllRows(stock.pool, ['stock', 'stock_movements']);
});
afterAll(() => stock.close());

/** Each list with the number of variants that a page may read. */
const lists: readonly [string, StockFilter, Readonly<Partial<Record<StockSort, number>>>][] = [
  ['all stock', {}, { SKU: page, AVAILABLE: page }],
  ['low stock', { lowStock: true }, { SKU: page, AVAILABLE: page }],
  // Low stock comes first in the order of available units.
  ['stock that is not low', { lowStock: false }, { SKU: 50, AVAILABLE: 1_100 }],
  ['stock of removed variants', { removed: true }, { SKU: page, AVAILABLE: page }],
  ['stock of variants that exist', { removed: false }, { SKU: 50, AVAILABLE: 50 }],
  ['one SKU', { sku: 'SKU-004711' }, { SKU: 1, AVAILABLE: 1 }],
  ['the beginning of a SKU', { sku: 'SKU-0047' }, { SKU: page, AVAILABLE: 100 }],
  ['the beginning of all SKUs', { sku: 'SKU-' }, { SKU: page }],
  ['low stock of some SKUs', { sku: 'SKU-0047', lowStock: true }, { SKU: 100, AVAILABLE: 100 }],
  ['a SKU that does not exist', { sku: 'NOPE%_' }, { SKU: 0, AVAILABLE: 0 }],
];
const plan = (filter: StockFilter, sort: StockSort, request = first) =>
  explain(stock.pool, pageQuery(filter, sort, request));
const sorts: readonly StockSort[] = ['SKU', 'AVAILABLE'];

describe('of 100,000 variants', () => {
  it.each(lists)('a page of %s among 100,000 variants reads an index', async (_, filter, most) => {
    for (const sort of sorts.filter((sort) => sort in most)) {
      const { scanned, indexes, rowsRead } = await plan(filter, sort);
      expect([sort, scanned, indexes.length]).toEqual([sort, [], 1]);
      expect(rowsRead, sort).toBeLessThanOrEqual(most[sort] ?? 0);
    }
  });

  it('a search by SKU reads 1,001 matches, then a page of the list by available units', async () => {
    const { scanned, indexes, rowsRead } = await plan({ sku: 'SKU-' }, 'AVAILABLE');
    expect(scanned).toEqual([]);
    expect(indexes).toEqual(['stock_sku', 'stock_available']);
    expect(rowsRead).toBe(1_001 + page);
  });

  it('a search by SKU reads few variants when PostgreSQL has no statistics of what it matches', async () => {
    await withoutStatistics(stock.pool, 'stock', async () => {
      for (const sku of ['SKU-0047', 'SKU-004711']) {
        expect((await plan({ sku }, 'AVAILABLE')).rowsRead).toBeLessThanOrEqual(100);
      }
    });
  });

  it.each(lists.filter(([, { sku }]) => sku === undefined))(
    'a page of %s costs the same at any position, in both directions',
    async (_, filter) => {
      for (const sort of sorts) {
        const size = Math.floor((await stock.store.count(filter)) * 0.8);
        const edge = (await stock.store.page(filter, sort, { ...first, size })).rows.at(-1);
        const key =
          sort === 'SKU' ? edge?.sku : String((edge?.onHand ?? 0) - (edge?.reserved ?? 0));
        for (const backward of [false, true]) {
          const request = { ...first, backward, cursor: [key ?? '', edge?.variantId ?? ''] };
          const { scanned, rowsRead } = await plan(filter, sort, request);
          expect([sort, scanned]).toEqual([sort, []]);
          expect(rowsRead, sort).toBeLessThanOrEqual(50);
        }
      }
    },
  );
});

it('pages of 20 ledgers among 500,000 movements read only the rows they return', async () => {
  const ids = Array.from({ length: 20 }, (_, n) => idOf(n + 1));
  for (const cursor of [undefined, ['250000']]) {
    for (const backward of [false, true]) {
      const query = movementsQuery(ids, { size: 20, backward, cursor });
      const { scanned, rowsRead } = await explain(stock.pool, query);
      expect(scanned).toEqual([]);
      expect(rowsRead).toBeLessThanOrEqual(20 * page);
    }
  }
});
