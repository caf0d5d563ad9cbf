import type { PageRequest } from '@shop/domain';
import { analyzeAllRows, explain, withoutStatistics } from '@shop/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { VoucherFilter } from '../domain/vouchers/ports.ts';
import { openStores } from '../testing/open-stores.ts';
import { createVoucherStore, pageQuery } from './voucher-store.ts';

const first: PageRequest = { size: 20, backward: false, cursor: undefined };
let stores: Awaited<ReturnType<typeof openStores>>;

/** 100,000 codes of two promotions, from WINTER000001 to SUMMER100000. */
beforeAll(async () => {
  stores = await openStores();
  await stores.pool.query(`
    INSERT INTO vouchers (id, code, promotion_code, created_at, batch_id)
    SELECT ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, season || lpad(n::text, 6, '0'),
      season, now(), '01900000-0000-7000-9000-000000000000'
    FROM (SELECT n, CASE WHEN n > 50000 THEN 'SUMMER' ELSE 'WINTER' END AS season
      FROM generate_series(1, 100000) n) AS created`);
  await analyzeAllRows(stores.pool, ['vouchers']);
});
afterAll(() => stores.close());

const plan = (filter: VoucherFilter) => explain(stores.pool, pageQuery(filter, first));

const few: readonly [string, VoucherFilter, number][] = [
  ['all vouchers', {}, 21],
  ['a promotion', { promotionCode: 'SUMMER' }, 21],
  ['a code', { search: 'WINTER000017' }, 1],
  ['the beginning of some codes', { search: 'WINTER0000' }, 100],
  ['a code of a promotion', { promotionCode: 'WINTER', search: 'WINTER000017' }, 1],
];

it.each<[string, VoucherFilter, number]>([
  ...few,
  // 1,001 matches, then a page of the list.
  ['the beginning of half of the codes', { search: 'SUMMER' }, 1_022],
  ['all codes of a promotion', { promotionCode: 'SUMMER', search: 'S' }, 1_022],
])('a page of %s among 100,000 vouchers reads an index', async (_, filter, most) => {
  const { scanned, rowsRead } = await plan(filter);
  expect(scanned).toEqual([]);
  expect(rowsRead).toBeLessThanOrEqual(most);
});

it('a search reads few of 100,000 vouchers when PostgreSQL has no statistics of the codes', async () => {
  await withoutStatistics(stores.pool, 'vouchers', async () => {
    for (const [, filter, most] of few) {
      expect((await plan(filter)).rowsRead).toBeLessThanOrEqual(most);
    }
  });
});

it.each([
  ['few', 'WINTER0004', 499],
  ['many', 'WINTER', 50_000],
])(
  'a search that %s vouchers match is paged, newest first, in both directions',
  async (_, search, newest) => {
    const vouchers = createVoucherStore(stores.sql);
    const codes = (from: number, to: number) =>
      Array.from({ length: from - to + 1 }, (_, n) => `WINTER${String(from - n).padStart(6, '0')}`);
    const one = await vouchers.page({ search }, first);
    expect(one.rows.map(({ code }) => code)).toEqual(codes(newest, newest - 19));
    const cursor = [one.rows.at(-1)?.id ?? ''];
    const two = await vouchers.page({ search }, { ...first, cursor });
    expect(two.rows.map(({ code }) => code)).toEqual(codes(newest - 20, newest - 39));
    const before = await vouchers.page({ search }, { ...first, backward: true, cursor });
    expect(before.rows.map(({ code }) => code)).toEqual(codes(newest, newest - 18));
    expect([one.more, two.more, before.more]).toEqual([true, true, false]);
  },
);
