import { newId, type PageRequest } from '@shop/domain';
import { analyzeAllRows, explain, type PlanNode } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrderFilter, OrderSort } from '../domain/order-list.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { openStores } from '../testing/open-stores.ts';
import { createOpenOrderFigures, openOrdersQuery } from './open-orders.ts';
import { countQuery, pageQuery } from './order-list-sql.ts';

const count = 1_000_000;
let stores: Awaited<ReturnType<typeof openStores>>;

/** Two years of orders, one a minute: every hundredth of one customer, the rest of 100,000 customers. */
const fill = `
  INSERT INTO orders (id, number, customer_id, email, status, currency, total_minor, correlation_id,
    placed_at, updated_at, shipping_address, billing_address)
  SELECT ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
    (2024 + n / 500001) || '-' || lpad(n::text, 6, '0'),
    ('01900000-0000-7000-9000-' || lpad(to_hex(buyer), 12, '0'))::uuid,
    'Buyer' || buyer || '@shop.example',
    (CASE WHEN n % 10000 = 0 THEN 'PENDING' WHEN n % 5000 = 1 THEN 'CONFIRMED' WHEN n % 100 = 2 THEN 'PAID'
      WHEN n % 50 = 3 THEN 'SHIPPED' WHEN n % 20 = 4 THEN 'CANCELLED' WHEN n % 30 = 5 THEN 'REJECTED'
      ELSE 'DELIVERED' END)::"OrderStatus",
    CASE n % 10 WHEN 0 THEN 'USD' ELSE 'EUR' END, n * 7919 % 100000, 'test',
    timestamptz '2024-01-01' + n * interval '1 minute',
    timestamptz '2024-01-01' + n * interval '1 minute' + n * 7907 % 20000 * interval '1 minute',
    '{}', '{}'
  FROM (SELECT n, CASE n % 100 WHEN 0 THEN 0 ELSE n * 7901 % 100000 + 1 END AS buyer
    FROM generate_series(1, ${count}::bigint) n) AS placed`;

beforeAll(async () => {
  stores = await openStores();
  const { pool } = stores;
  // A million rows are inserted several times faster when the indexes are created afterwards.
  const { rows } = await pool.query<{ name: string; sql: string }>(
    `SELECT indexname AS name, indexdef AS sql FROM pg_indexes
     WHERE tablename = 'orders' AND indexname <> 'orders_pkey'`,
  );
  for (const { name } of rows) await pool.query(`DROP INDEX "${name}"`);
  await pool.query(fill);
  for (const { sql } of rows) await pool.query(sql);
  await analyzeAllRows(pool, ['orders']);
});
afterAll(() => stores.close());

const explained = async (query: Prisma.Sql) => (await explain(stores.pool, query)).nodes;

const first: PageRequest = { size: 20, backward: false, cursor: undefined };
const sorts = (['PLACED_AT', 'TOTAL', 'UPDATED_AT'] as const).flatMap((by) =>
  (['DESC', 'ASC'] as const).map((direction): OrderSort => ({ by, direction })),
);
const plan = (filter: OrderFilter, sort: OrderSort, page = first) =>
  explained(pageQuery({ filter, sort }, page));
const types = (nodes: readonly PlanNode[]) => nodes.map((node) => node['Node Type']);
const indexed = (nodes: readonly PlanNode[]) =>
  nodes.some((node) => node['Index Name'] !== undefined);
/** Returns the most rows that a sort held; one that stops at a page holds the page. */
const sorted = (nodes: readonly PlanNode[]) =>
  Math.max(
    0,
    ...nodes
      .filter((node) => node['Node Type'].endsWith('Sort'))
      .map((node) =>
        node['Sort Method'] === 'top-N heapsort' ? page : Number(node['Actual Rows']),
      ),
  );
const page = first.size + 1;
const rowsRead = (nodes: readonly PlanNode[]) =>
  nodes
    .filter((node) => node['Relation Name'] === 'orders')
    .map(
      (node) =>
        (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
    )
    .reduce((sum, rows) => sum + rows, 0);

const bigCustomer = { customerId: '01900000-0000-7000-9000-000000000000' };
const customer = { customerId: '01900000-0000-7000-9000-00000000002a' };
const day = { from: new Date('2025-03-01T00:00:00Z'), to: new Date('2025-03-02T00:00:00Z') };

/** Each kind of filter, and how many orders a page of it may read at most. */
const shapes: readonly (readonly [string, OrderFilter, number])[] = [
  ['everything', {}, page],
  ['a common status', { statuses: ['DELIVERED'] }, page],
  ['a rare status', { statuses: ['PENDING'] }, page],
  ['several statuses', { statuses: ['PENDING', 'CONFIRMED', 'DELIVERED'] }, 3 * page],
  ['a number', { numberPrefix: '2025-777777' }, 10],
  ['a number prefix', { numberPrefix: '2025-777' }, 1_000],
  ['an e-mail address', { email: 'buyer42@shop.example' }, 100],
  ['the e-mail address of a customer with many orders', { email: 'buyer0@shop.example' }, 10_000],
  ['an unknown e-mail address', { email: 'unknown@shop.example' }, 0],
  ['a customer', customer, 100],
  ['a customer with many orders', bigCustomer, 10_000],
  ['an unknown customer', { customerId: newId() }, 0],
  ['a day', day, 1_440],
  ['a month', { ...day, to: new Date('2025-04-01T00:00:00Z') }, 44_640],
  ['half of the orders', { from: new Date('2025-01-01T00:00:00Z') }, 2_000],
  ['a day and a status', { ...day, statuses: ['PAID'] }, 1_440],
  ['a customer and statuses', { ...customer, statuses: ['PAID', 'DELIVERED'] }, 200],
  ['a customer and a day', { ...customer, ...day }, 100],
  [
    'all at once',
    { ...customer, ...day, statuses: ['PAID'], email: 'a@b.c', numberPrefix: '2025-777' },
    100,
  ],
];

describe('plans for a million orders', () => {
  it.each(shapes)(
    'a page of %s uses an index and no sort of more than a page, in every sort',
    async (_, filter, most) => {
      for (const sort of sorts) {
        const nodes = await plan(filter, sort);
        expect({ sort, seq: types(nodes).includes('Seq Scan'), indexed: indexed(nodes) }).toEqual({
          sort,
          seq: false,
          indexed: true,
        });
        expect(sorted(nodes)).toBeLessThanOrEqual(page);
        expect(rowsRead(nodes)).toBeLessThanOrEqual(most);
      }
    },
  );

  it.each<[string, OrderFilter, number]>([
    ['everything', {}, 900_000],
    ['a status', { statuses: ['DELIVERED'] }, 800_000],
    ['several statuses', { statuses: ['DELIVERED', 'PAID'] }, 800_000],
  ])('a page of %s costs the same far down the list', async (_, filter, offset) => {
    for (const sort of sorts.filter(({ direction }) => direction === 'DESC')) {
      const nodes = await plan(filter, sort);
      const list = pageQuery({ filter, sort }, { ...first, size: offset });
      const [last] = await stores.prisma.$queryRaw<{ key: string[] }[]>(
        Prisma.sql`${list} OFFSET ${offset}`,
      );
      expect(last).toBeDefined();
      for (const backward of [false, true]) {
        const deep = await plan(filter, sort, { size: 20, backward, cursor: last?.key });
        expect(types(deep).map((type) => type.replace(' Backward', ''))).toEqual(types(nodes));
        // With several statuses, one more order of each may be read.
        expect(Math.abs(rowsRead(deep) - rowsRead(nodes))).toBeLessThan(
          filter.statuses?.length ?? 1,
        );
      }
    }
  });

  it('a filtered count uses an index', async () => {
    for (const [, filter] of shapes
      .slice(2)
      .filter(([name]) => name !== 'several statuses' && name !== 'half of the orders')) {
      expect(types(await explained(countQuery(filter)))).not.toContain('Seq Scan');
    }
  });
});

describe('the figures of open orders', () => {
  it('open orders are counted up to 10,000, from one index', async () => {
    const { scanned, indexes, rowsRead } = await explain(stores.pool, openOrdersQuery);
    expect(scanned).toEqual([]);
    expect(new Set(indexes)).toEqual(new Set(['orders_status_placed_at_id_idx']));
    // 100 PENDING, 200 CONFIRMED, 9,900 PAID, and 10,000 of all that are SHIPPED.
    expect(rowsRead).toBeLessThan(25_000);
    const { orders_open } = await createOpenOrderFigures(stores.prisma)();
    expect(orders_open).toMatchObject({ PENDING: 100, SHIPPED: 10_000 });
  });
});
